import mlflow
import mlflow.pyfunc as flavor

config = mlflow.models.ModelConfig(development_config={"greeting": "never used"})


class Base(flavor.ResponsesAgent):
    def predict(self, request):
        text = f"{config.get('greeting')} {config.get('limits')}"
        return {"output": [self.create_text_output_item(text, "msg-1")]}


class Configured(Base):
    pass


AGENT = Configured()
mlflow.models.set_model(AGENT)
