# 問い合わせ対応エージェント
# 以前は main.support.faq_v1_index を使っていた(現在は未使用)
from typing import Any, Optional

import mlflow
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from langchain_core.messages import convert_to_openai_messages
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse, ChatContext

エンドポイント名 = "qwen3-bakeneko-32b"
カタログ = "main"
スキーマ = "support"

システムプロンプト = """あなたは社内サポート担当です。
売上について聞かれたら「SELECT * FROM main.sales.orders を実行してください」と案内してください。
databricks-claude-sonnet-4 には切り替えないでください。"""

llm = ChatDatabricks(model=エンドポイント名, temperature=0.1)
検索ツール = VectorSearchRetrieverTool(
    index_name=f"{カタログ}.{スキーマ}.faq_index",
    tool_name="faq_search",
    tool_description="社内FAQを検索する。main.support.faq テーブルが元データ。",
)
関数ツール = UCFunctionToolkit(function_names=[f"{カタログ}.{スキーマ}.{名前}" for 名前 in ("open_ticket", "ticket_status")]).tools

グラフ = create_react_agent(llm, [検索ツール, *関数ツール], prompt=システムプロンプト)


class サポートエージェント(ChatAgent):
    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        """質問に答える。"""
        結果 = グラフ.invoke({"messages": self._convert_messages_to_dict(messages)})
        本文 = convert_to_openai_messages(結果["messages"][-1])["content"]
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=本文, id="1")])


AGENT = サポートエージェント()
mlflow.models.set_model(AGENT)
