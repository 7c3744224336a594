SYSTEM_PROMPT = """You are a helpful assistant of the support team.

Answer in the language of the question. Name the documents that you used.
If the documents do not hold the answer, say so, and ask one question back.
Never invent a price, a date or the name of a person.
"""

logger = logging.getLogger(__name__)
# %%
class Settings:
    """What can be changed without touching the code."""

    def __init__(self, temperature: float = 0.1, max_tokens: int = 1024, history: int = 10):
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.history = history

    def as_kwargs(self) -> dict:
        return {"temperature": self.temperature, "max_tokens": self.max_tokens}


settings = Settings(history=12)
# %%
def trim_history(messages: list, limit: int = 10) -> list:
    """Keeps the system message and the last ones."""
    system = [m for m in messages if m.get("role") == "system"]
    others = [m for m in messages if m.get("role") != "system"]
    if len(others) <= limit:
        return system + others
    return system + others[-limit:]


def to_messages(request) -> list:
    """The messages of a request, in the form that the chat endpoint takes."""
    found = []
    for message in getattr(request, "input", None) or []:
        content = message.content if hasattr(message, "content") else message["content"]
        if isinstance(content, list):
            content = "".join(part.get("text", "") for part in content)
        found.append({"role": message.role, "content": content})
    return trim_history(found)
# %%
def format_documents(documents: list) -> str:
    """Numbers the documents, each with its source."""
    if not documents:
        return "No documents were found."
    lines = []
    for number, document in enumerate(documents, start=1):
        source = document.get("source") or document.get("doc_uri", "unknown")
        text = document.get("text", "").strip()
        lines.append(f"[{number}] ({source})\n{text}")
    return "\n\n".join(lines)
# %%
def retry(times: int = 3, wait: float = 0.5):
    """Tries a call again when it fails for a moment."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except (TimeoutError, ConnectionError) as error:
                    if attempt == times - 1:
                        raise
                    logger.warning("attempt %d of %d failed: %s", attempt + 1, times, error)
                    time.sleep(wait * 2**attempt)

        return wrapper

    return decorate
# %%
@dataclass
class Turn:
    """One question and what came of it."""

    question: str
    answer: str = ""
    sources: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_answered(self) -> bool:
        return bool(self.answer.strip())

    def summary(self) -> str:
        state = "answered" if self.is_answered else "open"
        return f"{self.question[:60]!r}: {state} in {self.seconds:.1f} s, {len(self.sources)} sources"
# %%
TOOL_SPECS = [
    {
        "type": "function",
        "function": {
            "name": "current_time",
            "description": "The time in a time zone.",
            "parameters": {
                "type": "object",
                "properties": {"zone": {"type": "string", "description": "Europe/Berlin, UTC …"}},
                "required": ["zone"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "add",
            "description": "The sum of two numbers.",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
                "required": ["a", "b"],
            },
        },
    },
]


def run_tool(name: str, arguments: str) -> str:
    """Runs one of the tools that need no service."""
    try:
        given = json.loads(arguments or "{}")
    except ValueError:
        return f"the arguments of {name} are not JSON"
    if name == "add":
        return str(given["a"] + given["b"])
    if name == "current_time":
        return datetime.now(ZoneInfo(given.get("zone", "UTC"))).isoformat()
    return f"there is no tool {name}"
# %%
def redact(text: str) -> str:
    """Takes out what looks like an address or a card number."""
    text = re.sub(r"[\w.+-]+@[\w-]+\.[\w.]+", "<address>", text)
    text = re.sub(r"\b(?:\d[ -]*?){13,16}\b", "<number>", text)
    return text


def count_tokens(text: str) -> int:
    # Four characters a token is near enough to cut a prompt.
    return max(1, len(text) // 4)


def cut_to(text: str, tokens: int) -> str:
    if count_tokens(text) <= tokens:
        return text
    return text[: tokens * 4].rsplit(" ", 1)[0] + " …"
# %%
class Timer:
    """Measures the steps of an answer."""

    def __init__(self):
        self.steps = {}

    @contextmanager
    def step(self, name: str):
        begin = time.perf_counter()
        try:
            yield self
        finally:
            self.steps[name] = self.steps.get(name, 0.0) + time.perf_counter() - begin

    def report(self) -> str:
        total = sum(self.steps.values())
        parts = [f"{name} {spent:.2f} s" for name, spent in sorted(self.steps.items(), key=lambda one: -one[1])]
        return f"{total:.2f} s: " + ", ".join(parts)


timer = Timer()
# %%
def merge_chunks(chunks) -> dict:
    """Puts the pieces of a stream together: the text, and the calls of tools."""
    text = []
    calls: dict[int, dict] = {}
    for chunk in chunks:
        if not chunk.choices:
            continue
        delta = chunk.choices[0].delta
        if delta.content:
            text.append(delta.content)
        for call in delta.tool_calls or []:
            known = calls.setdefault(call.index, {"id": call.id, "name": "", "arguments": ""})
            if call.function.name:
                known["name"] = call.function.name
            known["arguments"] += call.function.arguments or ""
    return {"content": "".join(text), "tool_calls": [calls[index] for index in sorted(calls)]}
# %%
INTENTS = {
    "refund": ("refund", "money back", "return"),
    "delivery": ("where is", "delivery", "shipping", "parcel"),
    "invoice": ("invoice", "bill", "vat"),
}


def intent_of(question: str) -> str:
    """The first intent one of whose words is in the question."""
    lowered = question.lower()
    for intent, words in INTENTS.items():
        if any(word in lowered for word in words):
            return intent
    return "other"


DEFAULT_INTENT = intent_of("where is my parcel?")
# %%
def output_item(text: str, identifier: str | None = None) -> dict:
    """One message of the agent, as the Responses API writes it."""
    return {
        "type": "message",
        "id": identifier or str(uuid.uuid4()),
        "role": "assistant",
        "content": [{"type": "output_text", "text": text}],
    }


def error_item(error: Exception) -> dict:
    logger.exception("the question could not be answered")
    return output_item(f"Sorry, something went wrong ({type(error).__name__}). Please try again.")
# %%
class Memory:
    """Remembers the last turns of each conversation."""

    def __init__(self, size: int = 50):
        self._turns: dict[str, deque] = {}
        self._size = size

    def add(self, conversation: str, question: str, answer: str) -> None:
        turns = self._turns.setdefault(conversation, deque(maxlen=self._size))
        turns.append((question, answer))

    def recall(self, conversation: str, limit: int = 5) -> list:
        turns = list(self._turns.get(conversation, ()))[-limit:]
        messages = []
        for question, answer in turns:
            messages.append({"role": "user", "content": question})
            messages.append({"role": "assistant", "content": answer})
        return messages


memory = Memory(size=20)
