"""What keeps machines out without asking anybody to prove that they are human: a form that knows when it was opened.

The form carries a signed token: its own number and the moment it was opened. The number makes a second press of the
button, or a page sent again, one request. The rest of the net is a field that people do not see (forms.py) and a
limit for each hour (actions.py). Pure: the time is passed in.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

from helpline.requests.errors import TooFast, TooOld

#: nobody fills in eight fields in less
FASTEST = timedelta(seconds=3)
#: a form that was left open over lunch, or over night, still works
OLDEST = timedelta(hours=24)


def _signer() -> Signer:
    return Signer(salt="helpline.requests.form")


def new_token(now: datetime) -> str:
    """The token of a form that is opened now."""
    return _signer().sign(f"{uuid4().hex}.{int(now.timestamp())}")


def form_number(token: str, now: datetime) -> UUID:
    """The number of the form that comes back now. Raises TooFast and TooOld; a token of somebody else is TooOld."""
    try:
        number, _, opened = _signer().unsign(token).partition(".")
    except BadSignature:
        raise TooOld("not a form of ours") from None
    age = now - datetime.fromtimestamp(int(opened), tz=UTC)
    if age < FASTEST:
        raise TooFast("faster than anybody types")
    if age > OLDEST:
        raise TooOld("opened too long ago")
    return UUID(hex=number)
