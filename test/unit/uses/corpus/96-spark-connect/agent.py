from functools import cached_property

import mlflow
from databricks.connect import DatabricksSession
from databricks_langchain import ChatDatabricks
from pyspark.sql import functions as F


class Model(mlflow.pyfunc.PythonModel):
    @cached_property
    def spark(self):
        return DatabricksSession.builder.serverless().getOrCreate()

    def predict(self, context, model_input, params=None):
        trips = self.spark.table("samples.nyctaxi.trips").where(F.col("fare_amount") > 50)
        zones = self.spark.read.table("main.taxi.zones")
        joined = trips.join(zones, trips.pickup_zip == zones.zip).groupBy("zone").count()
        joined.createOrReplaceTempView("busy")
        rows = self.spark.sql("SELECT b.zone, h.name FROM busy b JOIN main.taxi.hotels h ON h.zone = b.zone").limit(5).collect()
        llm = ChatDatabricks(endpoint="databricks-claude-sonnet-4")
        return llm.invoke(f"{rows}\n{model_input['q']}").content


mlflow.models.set_model(Model())
