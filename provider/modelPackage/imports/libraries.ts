/**
 * Top-level modules of public packages that agents use and whose requirements are not known here, so that an import of one is
 * known to be of a library without a list of requirements.
 */
const names = new Set(
  (
    "aiofiles aiolimiter airflow altair ansible apscheduler arize asyncpg babel beaker bokeh brotli cachetools catboost celery " +
    "chainlit click cohere confluent_kafka crewai dash dask deepeval deltalake django docling docx2txt dspy duckdb " +
    "elasticsearch email_validator extract_msg fakeredis fastapi fastmcp feedparser flashrank flask folium fsspec ftfy gensim " +
    "geopy geopandas gradio graphql great_expectations grpc_status guardrails guidance gunicorn h2 h5py hdbscan html2text " +
    "httpx_sse hvac hydra hypothesis ibis imageio instructor ipywidgets IPython jsonpath_ng jsonref justext keras keyring " +
    "langdetect langfuse langid langsmith lark letta lightgbm litellm llama_cpp llama_parse llmlingua locust loguru lxml marvin " +
    "matplotlib mcp mem0 meilisearch milvus minio mistralai msal msgraph mypy mysql neo4j networkx newspaper nltk notebook " +
    "nest_asyncio newrelic oauthlib ollama omegaconf onnx onnxruntime openpyxl opensearchpy oracledb outlines pandera paramiko " +
    "pdfminer pdfplumber pendulum phoenix pika plotly polars portkey_ai prefect presidio_analyzer presidio_anonymizer " +
    "prometheus_client promptflow prophet psutil pyathena pydot pygments pyhive pymilvus pymongo pymssql pymysql pyodbc pyperclip " +
    "pyrate_limiter pysbd pytest pytesseract qdrant_client ragas ray readability redis redisvl reportlab requests_oauthlib " +
    "responses respx rich robocorp sacrebleu sagemaker scrapy seaborn selenium sentencepiece sentry_sdk shap simpy simple_salesforce " +
    "slack_bolt spacy sse_starlette starlette statsmodels streamlit stripe structlog sqlglot sqlmodel sqlparse supabase surprise " +
    "tableauserverclient tabulate tenacity tensorflow textblob textstat thefuzz tiktoken together toml tomli tomlkit toolz torch " +
    "torchvision traceloop trafilatura transformers trulens twilio typer ujson unidecode unstructured uvicorn validators " +
    "voyageai wandb watchdog weasyprint wikipedia wordcloud xgboost xlrd xlsxwriter xmltodict yfinance youtube_transcript_api zenpy"
  ).split(" "),
);

/** Makers of many packages, whose modules begin alike. */
const families =
  /^(?:autogen|azure|crewai|databricks|google|haystack_integrations|langchain|langgraph|llama_index|mlflow|openinference|opentelemetry|smolagents|unitycatalog)(?:_\w+)?$/;

/** Whether a top-level module is known to be of a public library. */
export function isPublicLibrary(top: string): boolean {
  return names.has(top) || families.test(top);
}
