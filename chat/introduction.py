"""What a visitor brings along from another room of the house: read and approved there, told at the start of a chat.

The other room hands the texts to `bring`, and the same answers as codes; both are sealed for the door's form. The
visitor's browser carries the seal, so nothing is stored before there is a conversation; what comes back was written by
us, for this programme, within half an hour, and is not longer than a few messages. Without it, or with anything else,
a chat begins as always.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from chat import protocol, tokens
from chat.rules import VISIT
from helpline.programmes.doors import Codes, Introduction
from helpline.programmes.models import Programme

FIELD = "introduction"
#: messages, each of at most protocol.BODY_LIMIT characters
MOST = 3
_PURPOSE = "introduction with codes"
#: characters of a seal: the longest texts in the widest letters, in base64, and room for codes
_LIMIT = MOST * protocol.BODY_LIMIT * 6 + 4000


@dataclass(frozen=True, slots=True)
class Brought:
    """What a seal holds. codes: the answers in the texts that a code list knows, by list (see `doors.Door`)."""

    texts: tuple[str, ...] = ()
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def bring(programme: Programme, texts: Sequence[str], codes: Codes, now: datetime) -> Introduction:
    """The form that takes these texts to the door. Raises ValueError for more than a few messages hold."""
    if not 1 <= len(texts) <= MOST or any(not 0 < len(text) <= protocol.BODY_LIMIT for text in texts):
        raise ValueError("an introduction is one to three messages")
    plain = [programme.slug, int(now.timestamp()), list(texts), {key: list(codes[key]) for key in codes}]
    content = json.dumps(plain, ensure_ascii=False).encode()
    return Introduction(
        address=reverse("chat:door", args=[programme.slug]), fields={FIELD: tokens.make(_PURPOSE, content)}
    )


def brought(token: str, programme: Programme, now: datetime) -> Brought:
    """What a seal holds; nothing when it is not ours, of another programme, or older than half an hour."""
    content = tokens.read(_PURPOSE, token, limit=_LIMIT) if token else None
    if content is None:
        return Brought()
    slug, at, texts, codes = json.loads(content)
    # two servers' clocks may differ by a little
    is_fresh = abs(now.timestamp() - at) < VISIT.total_seconds()
    return Brought(tuple(texts), codes) if slug == programme.slug and is_fresh else Brought()
