import re

from .container import Container

TOPICS = {"numbers": "figures on orders", "opinions": "what customers say", "contracts": "terms and deadlines"}
CUSTOMER = re.compile(r"\bC-\d{6}\b")


class Router:
    def __init__(self, container: Container):
        self.c = container
        self.last_topic = ""

    def _topic(self, question: str) -> str:
        options = "; ".join(f"{k}: {v}" for k, v in TOPICS.items())
        reply = self.c.router_model.complete(
            [{"role": "system", "content": f"One word of: {options}"}, {"role": "user", "content": question}]
        )
        return next((t for t in TOPICS if t in reply.lower()), "numbers")

    def _evidence(self, topic: str, question: str) -> str:
        found = CUSTOMER.search(question)
        if topic == "numbers" and found:
            customer = found.group()
            return str(self.c.customers.profile(customer)) + str(self.c.customers.orders(customer))
        if topic == "opinions":
            return "\n".join(self.c.opinions.find(question, k=8))
        return "\n".join(self.c.contracts.find(question))

    def answer(self, history: list[dict]) -> str:
        question = history[-1]["content"]
        self.last_topic = self._topic(question)
        evidence = self._evidence(self.last_topic, question)
        return self.c.analyst_model.complete(
            [{"role": "system", "content": f"Use this evidence from cust.gold only:\n{evidence}"}, *history]
        )
