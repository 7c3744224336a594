import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch, UCFunctionToolkit
from langgraph.prebuilt import create_react_agent

PARTS = ("main", "music", "songs_index")
TEMPLATE = "{catalog}.{schema}.{name}"
FAMILY, SIZE = "databricks-meta-llama-3-3", "70b"

model = ChatDatabricks(model="-".join([FAMILY, SIZE, "instruct"]))
songs = DatabricksVectorSearch(index_name=".".join(PARTS))
albums = DatabricksVectorSearch(TEMPLATE.format(catalog="main", schema="music", name="albums_index"))
artists = DatabricksVectorSearch("%s.%s.%s_index" % ("main", "music", "artists"))
labels = DatabricksVectorSearch(index_name="dev.music.labels_index".replace("dev.", "main."))

if (name := " Main.Music.Lyrics ".strip().lower()):
    toolkit = UCFunctionToolkit(function_names=[name, f"{PARTS[0]}.{PARTS[1]}.chords"])


def search(query: str) -> list[str]:
    """Searches songs, albums, artists and labels."""
    return [d.page_content for s in (songs, albums, artists, labels) for d in s.similarity_search(query, k=2)]


mlflow.models.set_model(create_react_agent(model, [search, *toolkit.tools]))
