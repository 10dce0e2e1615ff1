"""What monitoring reads from the database: numbers by programme, never a row. Questions only."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from chat.actions import queue
from chat.models import Conversation, Presence
from chat.states import State as ChatState
from helpline import metrics
from helpline.mail.bridge import work as bridge
from helpline.mail.models import Correspondence, Letter, Postbox
from helpline.mail.states import Delivery
from helpline.mail.states import State as PostState
from helpline.metrics import Metric
from helpline.phone.deletions import report
from helpline.phone.models import Call, PhonePresence
from helpline.phone.outcome import Stage
from helpline.programmes import queries as programmes
from helpline.programmes.models import Programme
from helpline.retention.actions import ERASURE, due
from helpline.retention.models import LedgerLine, NightlyRun
from helpline.vault import keystore
from helpline.watch import promises, queries
from helpline.watch.promises import State

#: one number: which metric, the values of its labels, and how much
Reading = tuple[Metric, tuple[str, ...], float]
Reader = Callable[[datetime], Iterator[Reading]]


def chat(now: datetime) -> Iterator[Reading]:
    """The line and the leases of the chat."""
    counts: dict[tuple[int, str], int] = {}
    going = Conversation.objects.exclude(state=ChatState.ENDED).filter(training=False)
    for programme_id, state, n in going.order_by().values_list("programme", "state").annotate(n=Count("pk")):
        counts[programme_id, state] = n
    for programme in programmes.programmes():
        for state in (ChatState.WAITING, ChatState.TALKING, ChatState.GRACE):
            yield metrics.chats, (programme.slug, state.value), counts.get((programme.pk, state), 0)
        line = queue.reachable(programme, now).order_by().aggregate(n=Count("pk"), first=Min("queued_at"))
        yield metrics.queue_reachable, (programme.slug,), line["n"]
        yield metrics.queue_longest, (programme.slug,), _seconds_since(line["first"], now)
        there = queue.present(programme, now).count()
        yield metrics.counsellors, (programme.slug, "chat"), there
    yield metrics.leases, ("chat",), Presence.objects.filter(leased_until__gt=now).count()


def phone(now: datetime) -> Iterator[Reading]:
    """The line and the leases of the phone, and what is still to be deleted at its provider."""
    counts = {
        (programme_id, stage): n
        for programme_id, stage, n in Call.objects.exclude(stage=Stage.ENDED)
        .order_by().values_list("programme", "stage").annotate(n=Count("pk"))
    }  # fmt: skip
    there = _there(now)
    for programme in programmes.programmes():
        for stage in (Stage.ARRIVING, Stage.WAITING, Stage.TALKING):
            yield metrics.calls, (programme.slug, stage.value), counts.get((programme.pk, stage.value), 0)
        yield metrics.counsellors, (programme.slug, "phone"), there.get(programme.pk, 0)
    yield metrics.leases, ("phone",), PhonePresence.objects.filter(leased_until__gt=now).count()
    records = report(ask=False, now=now)
    yield metrics.provider_records, ("waiting",), records.waiting
    yield metrics.provider_records, ("given_up",), records.given_up
    yield metrics.provider_overdue, (), _seconds_since(records.oldest_at, now)


def _there(now: datetime) -> dict[int, int]:
    rows = PhonePresence.objects.filter(available=True, leased_until__gt=now, user__is_active=True)
    return dict(
        rows.order_by().values_list("programme").annotate(n=Count("pk")).values_list("programme", "n")
    )


def post(now: datetime) -> Iterator[Reading]:
    """Letters that wait, and what the bridge to the mailboxes did."""
    waiting = Q(state=PostState.WAITING) | Q(state=PostState.TAKEN)
    rows = Correspondence.objects.filter(waiting, training=False, expires_at__gt=now).order_by()
    counts = {
        programme_id: (n, late)
        for programme_id, n, late in rows.values_list("programme").annotate(
            n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
        )
    }
    emptied = dict(Postbox.objects.values_list("programme", "fetched_at"))
    for programme in programmes.programmes():
        n, late = counts.get(programme.pk, (0, 0))
        yield metrics.letters, (programme.slug, "waiting"), n
        yield metrics.letters, (programme.slug, "late"), late
        if programme.slug in bridge.bridges():
            yield metrics.mailbox_at, (programme.slug,), _stamp(emptied.get(programme.pk))
    for delivery in (Delivery.QUEUED, Delivery.FAILED):
        yield metrics.outgoing, (delivery.value,), Letter.objects.filter(delivery=delivery).count()


def night(now: datetime) -> Iterator[Reading]:
    """When the erasure run was last done, and how much went today."""
    last = NightlyRun.objects.filter(job=ERASURE).aggregate(at=Max("done_at"))["at"]
    yield metrics.night_at, (), _stamp(last)
    today: date = timezone.localdate(now)
    gone = LedgerLine.objects.filter(on_date=today).aggregate(n=Sum("erased"))["n"]
    yield metrics.erased_today, (), gone or 0


def promised(now: datetime) -> Iterator[Reading]:
    """The promises, and what a number tells about them."""
    for judged in queries.all_promises(now):
        if judged.state is not State.OFF:
            yield metrics.promise_kept, (judged.key,), float(judged.state is State.KEPT)
    yield metrics.overdue, (), sum(due(now - promises.NIGHT).values())
    yield metrics.day_keys, (), len(keystore.store().day_keys())


#: asked anew for every answer, or nearly so
QUICK: tuple[Reader, ...] = (chat, phone, post, night)
#: asked once a minute: they count much
SLOW: tuple[Reader, ...] = (promised,)


def slugs() -> list[str]:
    """The values that the label of a programme may have."""
    listed: list[Programme] = programmes.programmes()
    return [programme.slug for programme in listed]


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0


def _stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
