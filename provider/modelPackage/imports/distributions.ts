/**
 * Modules whose package has another name, or which several packages bring, by their dotted name: the longest that fits
 * counts. The names of the packages are separated by spaces, the one to add first.
 */
const named: Readonly<Record<string, string>> = {
  // Databricks and MLflow
  mlflow: "mlflow mlflow-skinny mlflow-tracing",
  "databricks.agents": "databricks-agents",
  "databricks.rag_eval": "databricks-agents",
  "databricks.ai_search": "databricks-ai-search",
  "databricks.connect": "databricks-connect",
  "databricks.feature_engineering": "databricks-feature-engineering",
  "databricks.feature_store": "databricks-feature-engineering databricks-feature-store",
  "databricks.labs": "databricks-labs-lsql databricks-labs-blueprint",
  "databricks.sdk": "databricks-sdk",
  "databricks.sql": "databricks-sql-connector",
  "databricks.sqlalchemy": "databricks-sqlalchemy databricks-sql-connector",
  "databricks.vector_search": "databricks-vectorsearch databricks-ai-search",
  "databricks.automl": "databricks-automl-runtime",
  databricks_ai_bridge: "databricks-ai-bridge",
  pyspark: "pyspark databricks-connect",
  delta: "delta-spark databricks-connect",
  unitycatalog: "unitycatalog-ai unitycatalog-client unitycatalog-langchain unitycatalog-openai",
  "unitycatalog.ai.core": "unitycatalog-ai",
  "unitycatalog.ai.langchain": "unitycatalog-langchain",
  "unitycatalog.ai.openai": "unitycatalog-openai",
  "unitycatalog.ai.anthropic": "unitycatalog-anthropic",
  "unitycatalog.ai.llama_index": "unitycatalog-llamaindex",
  "unitycatalog.ai.crewai": "unitycatalog-crewai",
  "unitycatalog.client": "unitycatalog-client",
  // LangChain and LangGraph
  "langgraph.prebuilt": "langgraph-prebuilt langgraph",
  "langgraph.checkpoint": "langgraph-checkpoint langgraph",
  "langgraph.checkpoint.postgres": "langgraph-checkpoint-postgres",
  "langgraph.checkpoint.sqlite": "langgraph-checkpoint-sqlite",
  "langgraph.checkpoint.redis": "langgraph-checkpoint-redis",
  "langgraph.store.postgres": "langgraph-checkpoint-postgres",
  "langgraph.store": "langgraph-checkpoint langgraph",
  "langgraph.cache": "langgraph-checkpoint langgraph",
  langchain_mcp_adapters: "langchain-mcp-adapters",
  langchain_google_vertexai: "langchain-google-vertexai",
  // LlamaIndex
  "llama_index.core": "llama-index-core llama-index",
  "llama_index.llms.openai": "llama-index-llms-openai llama-index",
  "llama_index.embeddings.openai": "llama-index-embeddings-openai llama-index",
  "llama_index.llms.databricks": "llama-index-llms-databricks",
  "llama_index.embeddings.databricks": "llama-index-embeddings-databricks",
  // Other agent libraries
  agents: "openai-agents",
  autogen: "pyautogen ag2 autogen",
  autogen_agentchat: "autogen-agentchat",
  crewai_tools: "crewai-tools",
  ddgs: "ddgs",
  dspy: "dspy dspy-ai",
  duckduckgo_search: "duckduckgo-search",
  faiss: "faiss-cpu faiss-gpu faiss",
  haystack: "haystack-ai farm-haystack",
  pydantic_ai: "pydantic-ai-slim pydantic-ai",
  semantic_kernel: "semantic-kernel",
  smolagents: "smolagents",
  tavily: "tavily-python",
  pinecone: "pinecone pinecone-client",
  weaviate: "weaviate-client",
  chromadb: "chromadb chromadb-client",
  rank_bm25: "rank-bm25",
  serpapi: "google-search-results serpapi",
  wikipediaapi: "wikipedia-api",
  // Clouds
  azure: "azure-core azure-common",
  "azure.ai.documentintelligence": "azure-ai-documentintelligence",
  "azure.ai.inference": "azure-ai-inference",
  "azure.ai.projects": "azure-ai-projects",
  "azure.core": "azure-core",
  "azure.cosmos": "azure-cosmos",
  "azure.identity": "azure-identity",
  "azure.keyvault.secrets": "azure-keyvault-secrets",
  "azure.search.documents": "azure-search-documents",
  "azure.storage.blob": "azure-storage-blob",
  "azure.storage.filedatalake": "azure-storage-file-datalake",
  "google.ai.generativelanguage": "google-ai-generativelanguage",
  "google.api_core": "google-api-core",
  "google.auth": "google-auth",
  "google.oauth2": "google-auth",
  "google.cloud.aiplatform": "google-cloud-aiplatform",
  "google.cloud.bigquery": "google-cloud-bigquery",
  "google.cloud.storage": "google-cloud-storage",
  "google.genai": "google-genai",
  "google.generativeai": "google-generativeai",
  "google.protobuf": "protobuf",
  google_auth_oauthlib: "google-auth-oauthlib",
  googleapiclient: "google-api-python-client",
  vertexai: "google-cloud-aiplatform",
  botocore: "botocore",
  // Telemetry
  "opentelemetry.sdk": "opentelemetry-sdk",
  "opentelemetry.proto": "opentelemetry-proto",
  "opentelemetry.exporter": "opentelemetry-exporter-otlp",
  "opentelemetry.instrumentation": "opentelemetry-instrumentation",
  opentelemetry: "opentelemetry-api",
  // Well known for a name of its own
  attr: "attrs",
  bs4: "beautifulsoup4",
  cv2: "opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless",
  Crypto: "pycryptodome",
  dateutil: "python-dateutil",
  docx: "python-docx",
  dotenv: "python-dotenv",
  fitz: "pymupdf",
  pymupdf: "pymupdf",
  flask_cors: "flask-cors",
  git: "gitpython",
  github: "pygithub",
  gitlab: "python-gitlab",
  grpc: "grpcio",
  jose: "python-jose",
  jwt: "pyjwt",
  kafka: "kafka-python",
  magic: "python-magic",
  markdown: "markdown",
  MySQLdb: "mysqlclient",
  nacl: "pynacl",
  OpenSSL: "pyopenssl",
  PIL: "pillow",
  pkg_resources: "setuptools",
  playhouse: "peewee",
  pptx: "python-pptx",
  psycopg2: "psycopg2-binary psycopg2",
  psycopg: "psycopg",
  psycopg_pool: "psycopg-pool",
  pypdf: "pypdf",
  PyPDF2: "pypdf2",
  pythonjsonlogger: "python-json-logger",
  pytz: "pytz",
  rapidfuzz: "rapidfuzz",
  ruamel: "ruamel-yaml",
  sentence_transformers: "sentence-transformers",
  serial: "pyserial",
  skimage: "scikit-image",
  sklearn: "scikit-learn",
  slack_sdk: "slack-sdk",
  slugify: "python-slugify",
  snowflake: "snowflake-connector-python",
  "snowflake.snowpark": "snowflake-snowpark-python",
  socks: "pysocks",
  telegram: "python-telegram-bot",
  typing_extensions: "typing-extensions",
  umap: "umap-learn",
  usearch: "usearch",
  websocket: "websocket-client",
  win32com: "pywin32",
  xdg: "pyxdg",
  yaml: "pyyaml",
  zmq: "pyzmq",
};

/** Namespaces that many packages share: what is left out above is named after its modules. */
const namespaces = new Set(["azure", "databricks", "google", "llama_index", "unitycatalog"]);

/** What a module comes from. */
export interface Provider {
  /** Packages that bring the module, in the names that pip normalises to; the one to add first. */
  packages: string[];
  /** Whether that is a known fact; otherwise the package is taken to have the module's name. */
  known: boolean;
}

/** The packages that bring a module, by its dotted name. */
export function providersOf(module: string): Provider {
  const parts = module.split(".");
  for (let length = parts.length; length > 0; length--) {
    const packages = named[parts.slice(0, length).join(".")];
    if (packages !== undefined && (length > 1 || !namespaces.has(parts[0] ?? "") || parts.length === 1))
      return { packages: packages.split(" "), known: true };
  }
  const [top = ""] = parts;
  const wide = namespaces.has(top) ? parts.slice(0, 3).join("-") : top;
  return { packages: [normalised(wide)], known: false };
}

/** Whether a module belongs to a namespace that many packages share. */
export function isNamespace(module: string): boolean {
  return namespaces.has(module.split(".")[0] ?? "");
}

/** A package's name as pip compares it. */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
