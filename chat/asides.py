"""What staff say among themselves beside a conversation: what could identify somebody is masked before it is kept."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat.models import Line
from chat.protocol import Send
from helpline.drafts import guarding
from helpline.guard.forms import Judged


async def guarded(send: Send, judge: Callable[..., Awaitable[Judged]]) -> Send:
    """The message as it may be kept; what is said to a visitor stays as it is.

    judge: runs a function in a thread that may ask the database.
    """
    if send.line != Line.ASIDE:
        return send
    told = await judge(guarding.judged, send.body)
    return replace(send, body=told.text)
