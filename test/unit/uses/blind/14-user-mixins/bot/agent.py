from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

from . import parts


class ExpenseAgent(ChatAgent):
    def __init__(self):
        self.model = parts.Model()
        self.expenses, self.policy, self.audit = parts.MyExpenses(), parts.Policy(), parts.Audit()

    def predict(self, messages, context=None, custom_inputs=None):
        who = (context.user_id if context else None) or "?"
        self.audit.log(who)
        question = {"role": "user", "content": messages[-1].content}
        facts = f"{self.expenses.open()}\n{self.policy.ask(question['content'])}"
        text = self.model.say({"role": "system", "content": facts}, question)
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="e")])
