import uuid
from typing import Any, Generator, Optional

import mlflow
import psycopg
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse, ChatContext

from pool import make_pool, replica_dsn, w

NOTES = "SELECT note FROM travel.public.notes WHERE traveller = %s ORDER BY at DESC LIMIT 10"
KEEP = "INSERT INTO notes (traveller, note, at) VALUES (%s, %s, now())"


class NotesAgent(ChatAgent):
    def __init__(self):
        self._pool = None
        self._openai = None

    @property
    def pool(self):
        if self._pool is None:
            self._pool = make_pool()
        return self._pool

    @property
    def openai(self) -> DatabricksOpenAI:
        self._openai = self._openai or DatabricksOpenAI(workspace_client=w)
        return self._openai

    def notes(self, who: str) -> list[str]:
        with self.pool.connection() as conn, conn.cursor() as cur:
            cur.execute(NOTES, (who,))
            return [row["note"] for row in cur.fetchall()]

    def popular(self) -> list:
        with psycopg.connect(replica_dsn()) as conn:
            return conn.execute("SELECT place FROM stats.places ORDER BY visits DESC LIMIT 3").fetchall()

    def predict_stream(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> Generator[ChatAgentChunk, None, None]:
        who = context.user_id if context and context.user_id else "guest"
        system = f"Notes: {self.notes(who)} Popular: {self.popular()}"
        msg_id = str(uuid.uuid4())
        for chunk in self.openai.chat.completions.create(
            model="databricks-claude-3-7-sonnet",
            messages=[{"role": "system", "content": system}]
            + [m.model_dump_compat(exclude_none=True) for m in messages],
            stream=True,
        ):
            if text := chunk.choices[0].delta.content:
                yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", content=text, id=msg_id))
        with self.pool.connection() as conn:
            conn.execute(KEEP, (who, messages[-1].content))

    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        text = "".join(c.delta.content for c in self.predict_stream(messages, context, custom_inputs))
        message = ChatAgentMessage(role="assistant", content=text, id=str(uuid.uuid4()))
        return ChatAgentResponse(messages=[message])


mlflow.models.set_model(NotesAgent())
