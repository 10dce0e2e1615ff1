"""What the post does by the clock: answers leave at every tick, mailboxes are emptied once a minute."""

import threading
from datetime import UTC, datetime, timedelta

from helpline.mail.bridge import work

FETCH_EVERY = timedelta(minutes=1)

_lock = threading.Lock()
_fetch_not_before = datetime.min.replace(tzinfo=UTC)


def tick(*, now: datetime) -> None:
    """Send what is due; fetch when a minute has passed in this process. It may take seconds: call it beside others."""
    global _fetch_not_before
    if not work.bridges():
        return
    work.send_due(now=now)
    with _lock:
        if now < _fetch_not_before:
            return
        _fetch_not_before = now + FETCH_EVERY
    work.fetch_all(now=now)
