import mlflow
import mlflow.pyfunc as flavor

config = mlflow.models.ModelConfig(development_config={"greeting": "never used"})


class Base(flavor.ResponsesAgent):
    def predict(self, request):
        text = f"{config.get('greeting')} {config.get('limits')}"
        content = [{"type": "output_text", "text": text, "annotations": []}]
        item = {"type": "message", "id": "msg-1", "role": "assistant", "status": "completed", "content": content}
        return {"output": [item]}

    def predict_stream(self, request):
        yield


class Configured(Base):
    pass


AGENT = Configured()
mlflow.models.set_model(AGENT)
