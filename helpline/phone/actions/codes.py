"""Ten digits with which a caller comes back to a conversation.

Words cannot be keyed in, so the phone has a code of its own: 33 bits, which the pepper in the key store, the slow hash
and the few tries protect (docs/decisions/0102). It lives and ends with the conversation.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chat.models import Conversation
from chat.states import EndedHow
from helpline.phone.errors import WrongState
from helpline.phone.models import PhoneCode
from helpline.phone.rules import CODE_DIGITS
from helpline.programmes.keycodes import Direction, TooManyTries
from helpline.programmes.models import Programme
from helpline.vault import codes

#: one for the process and for everybody together; slower than that of the words, because the code is shorter
THROTTLE = codes.CodeThrottle(burst=10, refill=timedelta(seconds=20))


def make_phone_code(*, conversation: Conversation, now: datetime | None = None) -> str:
    """Ten digits for this conversation, shown once. A new code takes the place of an older one.

    Raises WrongState for a practice or abusive conversation, or one that was deleted: nobody comes back to those.
    """
    if not _may_be_continued(conversation):
        raise WrongState("nobody comes back to this conversation")
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    hashed = codes.slow_hash(_named(digits))  # slow on purpose: before the transaction
    with transaction.atomic():
        PhoneCode.objects.update_or_create(
            conversation=conversation, defaults={"code_hash": hashed, "made_at": now or timezone.now()}
        )
    return digits


def read_phone_code(digits: str, programme: Programme, now: datetime) -> Direction | None:
    """The conversation that belongs to these digits; None when nothing opens with them.

    A conversation of another programme opens nothing: its counsellors are not asked here. Raises TooManyTries.
    """
    if len(digits) != CODE_DIGITS or not digits.isascii() or not digits.isdecimal():
        return None
    if not THROTTLE.take(now):
        raise TooManyTries
    hashed = codes.slow_hash(_named(digits))
    found = PhoneCode.objects.select_related("conversation").filter(code_hash=hashed).first()
    if found is None:
        return None
    conversation = found.conversation
    if (
        conversation.programme_id != programme.pk
        or conversation.expires_at <= now
        or not _may_be_continued(conversation)
    ):
        return None
    return Direction(conversation_id=conversation.pk)


def _may_be_continued(conversation: Conversation) -> bool:
    return not (
        conversation.training or conversation.data_key_id is None or conversation.ended_how == EndedHow.ABUSE
    )


def _named(digits: str) -> str:
    """What is hashed: never equal to a code of words."""
    return f"phone {digits}"
