"""What visitors send: a number that only our own page can have made, and a text. What is wrong is said beside it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from chat import tokens

_PURPOSE = "letter form"
#: a page that stood open for a day is still good: what was written in it is taken
OLDEST = timedelta(hours=24)


def new_form(now: datetime) -> str:
    """The sealed number of a form that is shown now."""
    return tokens.make(_PURPOSE, uuid4().bytes + int(now.timestamp()).to_bytes(8, "big"))


def form_number(token: str, now: datetime) -> UUID | None:
    """The number of the form that comes back; None for one that is not ours, or older than a day."""
    content = tokens.read(_PURPOSE, token) if token else None
    if content is None or len(content) != 24:
        return None
    shown_at = datetime.fromtimestamp(int.from_bytes(content[16:], "big"), tz=UTC)
    return UUID(bytes=content[:16]) if now - shown_at < OLDEST else None
