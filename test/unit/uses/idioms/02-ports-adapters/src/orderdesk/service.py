from __future__ import annotations

import re
from dataclasses import dataclass

from orderdesk.ports import Finder, Order, Passage, Repository, Writer

_ORDER = re.compile(r"\b\d{6,}\b")


@dataclass
class OrderDesk:
    orders: Repository[str, Order]
    terms: Finder[Passage]
    writer: Writer

    def answer(self, question: str) -> str:
        order = self.orders.get(found[0]) if (found := _ORDER.findall(question)) else None
        passages = "\n".join(p.text for p in self.terms.find(question) if p.score > 0.4)
        return self.writer.write(f"Order: {order}\nTerms:\n{passages}", question)
