"""What is counted for whoever watches the machines: every name, and for each label the list of its values.

A label may not tell about a person, and may not carry what a request brought. So a label's values are a list that
stands here, and what is not on it is counted as "other". Only a programme's label is read from the database: its
short name, which an administrator chose. docs/observe.md has the table, made from this module.

Each process counts for itself, and Prometheus asks each (docs/decisions/0154-what-is-measured.md). What stands in the
database is the same whichever process is asked; helpline.watch.collecting reads it.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client import Gauge as PrometheusGauge

OTHER = "other"
#: the values of this label are the short names of the programmes
PROGRAMME = "programme"


class ThisProcess(ProcessCollector):
    """Memory, processor time, open files and start of this process, also where /proc shows processes alone.

    The units set ProcSubset=pid, so there is no /proc/stat with the moment the machine started; without that moment the
    library tells nothing at all. The two clocks of the system say it as well, to some hundredths of a second.
    """

    def _boot_time(self) -> float:
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


# a second series for each counter, that nobody asks for
disable_created_metrics()
REGISTRY = CollectorRegistry(auto_describe=False)
ThisProcess(namespace="helpline", registry=REGISTRY)
GCCollector(registry=REGISTRY)

#: seconds: pages, roads and commits are judged by these
LATENCIES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: seconds: of work by the clock
WORK = (0.01, 0.05, 0.25, 1.0, 5.0, 30.0, 120.0)


class Route(StrEnum):
    """Kinds of addresses. A request is counted under one of these, never under its path."""

    PAGE = "page"
    CHAT = "chat"
    CHAT_ROAD = "chat_road"
    ADVICE = "advice"
    SELF_HELP = "self_help"
    SAFE = "safe"
    POST = "post"
    PHONE = "phone"
    STAFF = "staff"
    STAFF_ROAD = "staff_road"
    ADMIN = "admin"
    STATIC = "static"
    MEDIA = "media"
    WATCH = "watch"


class Socket(StrEnum):
    """Kinds of sockets."""

    VISITOR = "visitor"
    STAFF = "staff"
    DESK = "desk"
    NOWHERE = "nowhere"


class Job(StrEnum):
    """Work by the clock in a serving process."""

    CHAT = "chat"
    PHONE = "phone"
    PROVIDER = "provider"
    POST = "post"
    VISITS = "visits"
    REFUSALS = "refusals"
    PUBLISHING = "publishing"
    EXAMINING = "examining"
    NIGHT = "night"


#: first parts of the names of loggers
ROOMS = (
    "helpline",
    "chat",
    "cms",
    "figures",
    "selfhelp",
    "django",
    "daphne",
    "wagtail",
    "channels",
    "redis",
    "psycopg",
)
LEVELS = ("debug", "info", "warning", "error", "critical")
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
#: who closed a socket, and why: the codes of chat.protocol, the server's own, and the client
CLOSES = (
    "client",
    "1000",
    "1003",
    "1009",
    "1011",
    "4012",
    "4400",
    "4401",
    "4403",
    "4404",
    "4408",
    "4409",
    "4429",
)
#: why something was refused: helpline.attempts says what each means
REFUSALS = (
    "forbidden",
    "form_token",
    "malformed",
    "method",
    "not_accepted",
    "signed_out",
    "state",
    "too_fast",
    "too_large",
)
SIDES = ("visitor", "staff")
OUTCOMES = ("done", "failed")
CHANNELS = ("chat", "phone")


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its name, and all values it may have. values: None for the programmes."""

    name: str
    values: tuple[str, ...] | None

    def value(self, told: str) -> str:
        """`told` when it is on the list, else "other"."""
        return told if self.values is None or told in self.values else OTHER


@dataclass(frozen=True, slots=True)
class Metric:
    """A name, what it says, and its labels. kind: "counter", "gauge" or "histogram"."""

    name: str
    says: str
    labels: tuple[Label, ...] = ()
    kind: str = "gauge"
    buckets: Sequence[float] = LATENCIES


ROUTE = Label("route", tuple(Route))
STATUS = Label("status", STATUSES)
SOCKET = Label("socket", tuple(Socket))
JOB = Label("job", tuple(Job))
OF_PROGRAMME = Label(PROGRAMME, None)
CHANNEL = Label("channel", CHANNELS)

#: every metric of a process
OWN: list[Metric] = []


class _Counting:
    """An instrument with its labels, each held to its list."""

    def __init__(self, metric: Metric) -> None:
        OWN.append(metric)
        self.metric = metric
        names = [label.name for label in metric.labels]
        self._instrument: Counter | Histogram | PrometheusGauge
        if metric.kind == "counter":
            self._instrument = Counter(metric.name, metric.says, names, registry=REGISTRY)
        elif metric.kind == "histogram":
            self._instrument = Histogram(
                metric.name, metric.says, names, registry=REGISTRY, buckets=metric.buckets
            )
        else:
            self._instrument = PrometheusGauge(metric.name, metric.says, names, registry=REGISTRY)
        #: looked up once: the library takes a lock and joins the values each time
        self._children: dict[tuple[str, ...], Counter | Histogram | PrometheusGauge] = {}

    def _child(self, told: tuple[str, ...]) -> "Counter | Histogram | PrometheusGauge":
        child = self._children.get(told)
        if child is None:
            values = tuple(label.value(value) for label, value in zip(self.metric.labels, told, strict=True))
            child = self._instrument.labels(*values) if values else self._instrument
            if values == told:  # what was not on the list is not kept either
                self._children[told] = child
        return child


class Count(_Counting):
    """Something that only grows."""

    def __init__(self, name: str, says: str, *labels: Label) -> None:
        super().__init__(Metric(name, says, labels, "counter"))

    def add(self, *told: str, n: int = 1) -> None:
        """Count `n` more; `told` are the values of the labels, in their order."""
        child = self._child(told)
        assert isinstance(child, Counter)
        child.inc(n)


class Level(_Counting):
    """Something that goes up and down."""

    def __init__(self, name: str, says: str, *labels: Label) -> None:
        super().__init__(Metric(name, says, labels, "gauge"))

    def move(self, *told: str, by: float) -> None:
        """Go up or down."""
        child = self._child(told)
        assert isinstance(child, PrometheusGauge)
        child.inc(by)

    def set(self, *told: str, to: float) -> None:
        """Stand at."""
        child = self._child(told)
        assert isinstance(child, PrometheusGauge)
        child.set(to)


class Spread(_Counting):
    """How long something takes."""

    def __init__(self, name: str, says: str, *labels: Label, buckets: Sequence[float] = LATENCIES) -> None:
        super().__init__(Metric(name, says, labels, "histogram", buckets=buckets))

    def took(self, *told: str, seconds: float) -> None:
        """Count one more, that took so long."""
        child = self._child(told)
        assert isinstance(child, Histogram)
        child.observe(seconds)


requests = Count("helpline_requests_total", "Requests answered", ROUTE, STATUS)
request_seconds = Spread(
    "helpline_request_seconds", "Seconds from a request's arrival to the end of its answer", ROUTE
)
refused = Count(
    "helpline_refused_total",
    "Requests refused, by the reason: attempts to get around a control, and slips",
    ROUTE,
    Label("why", REFUSALS),
)
sockets = Level("helpline_sockets", "Sockets that are open in this process", SOCKET)
sockets_closed = Count(
    "helpline_sockets_closed_total",
    "Sockets closed, by the code that the server gave, or by the client",
    SOCKET,
    Label("code", CLOSES),
)
messages = Count("helpline_messages_total", "Chat messages committed by this process", Label("side", SIDES))
commit_seconds = Spread(
    "helpline_message_commit_seconds",
    "Seconds until a chat message is committed, so that it may be acknowledged",
)
work = Count("helpline_work_total", "Work by the clock in this process", JOB, Label("outcome", OUTCOMES))
work_seconds = Spread("helpline_work_seconds", "Seconds that work by the clock took", JOB, buckets=WORK)
work_done_at = Level(
    "helpline_work_last_success_timestamp_seconds",
    "When work by the clock was last done in this process",
    JOB,
)
draining = Level("helpline_draining", "1 while this process ends and wants no new visitors")
incidents = Count("helpline_incidents_total", "Faults of ours, each with a number in the log", ROUTE)
log_lines = Count(
    "helpline_log_lines_total", "Lines of the log", Label("level", LEVELS), Label("room", ROOMS)
)
log_dropped = Count(
    "helpline_log_fields_dropped_total", "Fields that may not stand in the log, left out of it"
)
log_withheld = Count(
    "helpline_log_values_withheld_total", "Values that may not stand in the log, left out of it"
)

# --- read from the database: the same whichever process is asked ----------------------------------------------------

reading_ok = Metric("helpline_reading_ok", "1 when what stands in the database could be read for this answer")
chats = Metric(
    "helpline_chats",
    "Chats that wait, are talked in, or whose counsellor dropped out; practice is not counted",
    (OF_PROGRAMME, Label("state", ("waiting", "talking", "grace"))),
)
queue_reachable = Metric(
    "helpline_queue_reachable", "Visitors in the line of the chat who can be reached", (OF_PROGRAMME,)
)
queue_longest = Metric(
    "helpline_queue_longest_wait_seconds",
    "How long the first of those waits already; 0 when nobody does",
    (OF_PROGRAMME,),
)
counsellors = Metric(
    "helpline_counsellors",
    "Counsellors who said to be available and whose lease runs",
    (OF_PROGRAMME, CHANNEL),
)
leases = Metric("helpline_leases", "Leases that run: proofs that a desk is open", (CHANNEL,))
calls = Metric(
    "helpline_calls",
    "Calls that are not over",
    (OF_PROGRAMME, Label("state", ("arriving", "waiting", "talking"))),
)
provider_records = Metric(
    "helpline_provider_records",
    "Records of calls that are still to be deleted at the phone's provider",
    (Label("state", ("waiting", "given_up")),),
)
provider_overdue = Metric(
    "helpline_provider_overdue_seconds", "How long the oldest of those is overdue; 0 when none is"
)
letters = Metric(
    "helpline_letters",
    "Correspondences that wait for an answer",
    (OF_PROGRAMME, Label("state", ("waiting", "late"))),
)
outgoing = Metric(
    "helpline_outgoing_mail", "Answers by mail that did not leave", (Label("state", ("queued", "failed")),)
)
mailbox_at = Metric(
    "helpline_mailbox_emptied_timestamp_seconds",
    "When the mailbox was last emptied; 0 when never",
    (OF_PROGRAMME,),
)
night_at = Metric(
    "helpline_erasure_last_success_timestamp_seconds", "When the erasure run was last done; 0 when never"
)
overdue = Metric("helpline_overdue", "Items that should have been erased by now, of all kinds")
erased_today = Metric("helpline_erased_today", "Items erased today, of all kinds")
day_keys = Metric("helpline_day_keys", "Day keys in the key folder")

#: the promises that helpline.watch.promises looks after
PROMISES = (
    "erasure", "keys", "provider", "audit", "backup", "mirror", "updates", "mail", "figures", "night",
)  # fmt: skip
promise_kept = Metric(
    "helpline_promise_kept",
    "1 when a promise is kept, 0 when somebody has to do something; none where the feature is off",
    (Label("promise", PROMISES),),
)

SHARED: tuple[Metric, ...] = (
    reading_ok, chats, queue_reachable, queue_longest, counsellors, leases, calls, provider_records,
    provider_overdue, letters, outgoing, mailbox_at, night_at, overdue, erased_today, day_keys, promise_kept,
)  # fmt: skip
