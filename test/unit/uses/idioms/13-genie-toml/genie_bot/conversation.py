from __future__ import annotations

import time
from dataclasses import dataclass

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.dashboards import GenieMessage, MessageStatus

DONE = {MessageStatus.COMPLETED, MessageStatus.FAILED, MessageStatus.CANCELLED}


@dataclass
class Conversation:
    space: str
    id: str | None = None

    def __post_init__(self):
        self._genie = WorkspaceClient().genie

    def ask(self, text: str) -> str:
        if self.id is None:
            started = self._genie.start_conversation(space_id=self.space, content=text).response
            self.id, message = started.conversation_id, started.message_id
        else:
            message = self._genie.create_message(self.space, self.id, text).response.id
        return self._text(self._wait(message))

    def _wait(self, message_id: str) -> GenieMessage:
        while True:
            message = self._genie.get_message(self.space, self.id, message_id)
            if message.status in DONE:
                return message
            time.sleep(1)

    def _text(self, message: GenieMessage) -> str:
        parts = []
        for attachment in message.attachments or []:
            if attachment.text:
                parts.append(attachment.text.content)
            elif attachment.query:
                result = self._genie.get_message_attachment_query_result(
                    self.space, self.id, message.id, attachment.attachment_id
                )
                parts.append(str(result.statement_response.result.data_array))
        return "\n".join(parts)
