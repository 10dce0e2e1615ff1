"""Work by the clock, in a small thread beside the server.

A tick, every few seconds, looks after presence, grace, assignment and visitors who faded; any number of processes may
do it. The night's work (erasing, shuffling, destroying keys) runs once a day: in the embedded default here, in
production by a timer that calls the command, so that somebody hears of it when it fails.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from time import perf_counter, time

from django.core.management import call_command
from django.db import close_old_connections, connections
from django.utils import timezone

from chat import ticking
from cms import examinations, publishing, visits
from helpline import attempts, metrics
from helpline.mail import ticking as post
from helpline.mail.bridge import work as post_bridge
from helpline.metrics import Job
from helpline.phone import deletions
from helpline.phone import ticking as phone
from helpline.phone.account import account
from helpline.watch import working

logger = logging.getLogger(__name__)

TICK_SECONDS = 5.0
#: how long after a failed night's work it is tried again
NIGHT_AGAIN = timedelta(minutes=10)
#: between two looks whether pages must be examined again
EXAMINE_EVERY = timedelta(minutes=1)


@contextmanager
def counted(job: Job) -> Iterator[None]:
    """Measure one piece of work, and count whether it was done."""
    began = perf_counter()
    try:
        yield
    except BaseException:
        metrics.work.add(job, "failed")
        working.failed(job)
        raise
    metrics.work.add(job, "done")
    working.done(job)
    metrics.work_done_at.set(job, to=time())
    metrics.work_seconds.took(job, seconds=perf_counter() - began)


@contextmanager
def alone(job: Job) -> Iterator[None]:
    """Do one job by itself: what it raises is told in the log, and keeps no other job from being done."""
    try:
        yield
    except Exception:
        logger.exception("Work by the clock failed; it is tried again", extra={"kind": job})
        with suppress(Exception):
            close_old_connections()  # one that broke would fail the next job too


class Ticker:
    """Ticks, and where `nights` says so nightly runs, in a thread beside the server."""

    def __init__(self, *, nights: bool, seconds: float = TICK_SECONDS) -> None:
        self._nights = nights
        self._seconds = seconds
        self._stop = threading.Event()
        self._night_of: date | None = None
        self._night_not_before = datetime.min.replace(tzinfo=UTC)
        self._examine_not_before = datetime.min.replace(tzinfo=UTC)
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)
        self._deleting: threading.Thread | None = None
        self._posting: threading.Thread | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop; a tick that runs is finished."""
        self._stop.set()
        self._thread.join(timeout=10)
        visits.write()  # of the last seconds

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            self.once(timezone.now())

    def once(self, now: datetime) -> None:
        """One tick, and the night's work when today's has not run. What fails is tried again."""
        try:
            with alone(Job.CHAT), counted(Job.CHAT):
                ticking.tick(now=now)
            with alone(Job.PHONE), counted(Job.PHONE):
                phone.tick(now=now)
            with alone(Job.PROVIDER):  # counted where it is done
                self._delete_beside(now)
            with alone(Job.POST):
                self._post_beside(now)
            with alone(Job.VISITS), counted(Job.VISITS):
                visits.write()
            with alone(Job.REFUSALS), counted(Job.REFUSALS):
                attempts.tell(now)
            with alone(Job.PUBLISHING), counted(Job.PUBLISHING):
                publishing.publish_due(now=now)
            with alone(Job.EXAMINING):
                self._examine(now)
            with alone(Job.NIGHT):
                self._night(now)
        finally:
            close_old_connections()

    def _examine(self, now: datetime) -> None:
        if now >= self._examine_not_before:
            self._examine_not_before = now + EXAMINE_EVERY
            with counted(Job.EXAMINING):
                examinations.catch_up(now=now)

    def _night(self, now: datetime) -> None:
        if self._nights and timezone.localdate(now) != self._night_of and now >= self._night_not_before:
            self._night_not_before = now + NIGHT_AGAIN
            with counted(Job.NIGHT):
                call_command("nightly", verbosity=0, stdout=StringIO())
            self._night_of = timezone.localdate(now)

    def _delete_beside(self, now: datetime) -> None:
        """Have the phone's provider delete what is due, in a thread of its own: it may take seconds to answer."""
        if account() is not None and (self._deleting is None or not self._deleting.is_alive()):
            self._deleting = threading.Thread(target=_delete_at_provider, args=[now], daemon=True)
            self._deleting.start()

    def _post_beside(self, now: datetime) -> None:
        """Have the mailboxes of the post emptied and its answers sent, in a thread of its own for the same reason."""
        if post_bridge.bridges() and (self._posting is None or not self._posting.is_alive()):
            self._posting = threading.Thread(target=_carry_the_post, args=[now], daemon=True)
            self._posting.start()


def _delete_at_provider(now: datetime) -> None:
    try:
        with counted(Job.PROVIDER):
            deletions.delete_due(now=now)
    except Exception:
        logger.exception("Deleting at the phone's provider failed; it is tried again")
    finally:
        connections.close_all()  # the thread ends here, and nobody would use them again


def _carry_the_post(now: datetime) -> None:
    try:
        with counted(Job.POST):
            post.tick(now=now)
    except Exception as error:
        # the type only: the text of an error may hold what a mail server said
        logger.error("The post's mailboxes failed with %s; they are tried again", type(error).__name__)  # noqa: TRY400
    finally:
        connections.close_all()
