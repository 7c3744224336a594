import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const begin = `import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langgraph.graph import START, StateGraph
from langgraph.types import Command, Send
NAMES = ["a", "b"]
def work(item):
    return ChatDatabricks(model=item["model"])
def fan(state):
    return [Send("work", {"model": name}) for name in NAMES]
g = StateGraph(dict)
`;
const end = "\nmlflow.models.set_model(g.compile())";
const both = ["servingEndpoint a", "servingEndpoint b"];

const rows: [name: string, code: string, expected: string[]][] = [
  ["from conditional edges", 'g.add_node("work", work)\ng.add_conditional_edges(START, fan, ["work"])', both],
  ["to a node without a name of its own", 'g.add_node(work)\ng.add_conditional_edges(START, fan, ["work"])', both],
  [
    "by a command",
    'def first(state):\n    return Command(goto=Send("work", {"model": "c"}))\ng.add_node("work", work)\ng.add_node("first", first)\ng.add_edge(START, "first")',
    ["servingEndpoint c"],
  ],
  [
    "by several",
    'def first(state):\n    return Command(goto=[Send("work", {"model": "c"}), Send(node="work", arg={"model": "d"})])\ng.add_node("work", work)\ng.add_node("first", first)\ng.add_edge(START, "first")',
    ["servingEndpoint c", "servingEndpoint d"],
  ],
  [
    "what belongs together stays together",
    'def pair(x):\n    return DatabricksVectorSearch(index_name=x["c"] + "." + x["s"])\ndef go(state):\n    return [Send("pair", {"c": c, "s": s}) for c, s in [("c1", "s1.i"), ("c2", "s2.i")]]\ng.add_node("pair", pair)\ng.add_conditional_edges(START, go)',
    ["vectorSearchIndex c1.s1.i", "vectorSearchIndex c2.s2.i"],
  ],
  [
    "a method",
    'class N:\n    prefix = "x-"\n    def run(self, item):\n        return ChatDatabricks(model=self.prefix + item["model"])\ng.add_node("work", N().run)\ng.add_conditional_edges(START, fan, ["work"])',
    ["servingEndpoint x-a", "servingEndpoint x-b"],
  ],
  [
    "a node that gets the state as well",
    'g.add_node("work", work)\ng.add_edge(START, "work")\ng.add_conditional_edges("work", fan, ["work"])',
    ["servingEndpoint ?", ...both],
  ],
  ["a node that nothing is sent to", 'g.add_node("other", work)', ["servingEndpoint ?"]],
];

test.each(rows)("what LangGraph's Send hands to a node: %s", (_, code, expected) => {
  expect(linesOf(begin + code + end).map((line) => line.replace(/ \? .*/, " ?"))).toEqual([...expected].sort());
});
