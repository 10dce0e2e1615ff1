"""Until when a conversation is kept."""

from datetime import datetime, timedelta

from django.conf import settings

#: a visitor who took a return code can come back for this long after the end
RETURN_CODE_TERM = timedelta(days=30)


def term_end(now: datetime, *, has_code: bool = False) -> datetime:
    """The end of the term of a conversation that is opened, seen or ended now."""
    term = timedelta(days=settings.CHAT_TERM_DAYS)
    return now + (max(term, RETURN_CODE_TERM) if has_code else term)
