"""Facts: what may be in them, and that their order tells nothing."""

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection

from figures import facts
from figures.errors import FactUnknown, UnknownCode, UnknownField
from figures.models import Fact, MonthMixed
from helpline.audit.models import Entry
from helpline.contacts import actions
from helpline.contacts.models import Contact
from tests.factories.contacts import make_counsellor, make_open, seed

# written by statements of their own on each engine
pytestmark = pytest.mark.both_engines
JULY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep waits for every transaction on the server: also for those of tests beside this one."""
    monkeypatch.setattr(facts, "PATIENCE", 300.0)


CODES = {"kind": ["counselling"], "topics": ["grooming", "blackmail"], "gender": ["girl"]}


def write(**changes: object) -> uuid.UUID:
    arguments: dict[str, object] = {
        "programme": "helpwanted",
        "month": date(2026, 7, 20),
        "channel": "chat",
        "codes": CODES,
    }
    return facts.write_fact(**{**arguments, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_fact_keeps_codes_in_a_fixed_order_and_the_month() -> None:
    seed()
    fact = Fact.objects.get(pk=write())
    assert (fact.month_date, fact.topics, fact.kind, fact.age_band) == (
        JULY,
        "blackmail|grooming",
        "counselling",
        "",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"codes": {**CODES, "name": ["jan"]}}, UnknownField),
        ({"codes": {**CODES, "gender": ["0612345678"]}}, UnknownCode),
        ({"codes": {**CODES, "gender": ["Jan Jansen, Utrecht"]}}, UnknownCode),
        ({"codes": {**CODES, "gender": "girl"}}, UnknownCode),
        ({"codes": {**CODES, "gender": ["girl", "boy"]}}, UnknownCode),
        ({"codes": {"gender": ["girl"]}}, UnknownCode),
        ({"programme": "elsewhere"}, UnknownCode),
        ({"channel": "fax"}, UnknownCode),
    ],
)
def test_refuses_everything_that_is_not_a_known_code(
    changes: dict[str, object], error: type[Exception]
) -> None:
    seed()
    with pytest.raises(error):
        write(**changes)
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_correction_replaces_all_codes_and_a_withdrawal_takes_the_fact_out() -> None:
    seed()
    fact_id = write()
    facts.correct_fact(fact_id, codes={"kind": ["counselling"], "gender": ["boy"]})
    fact = Fact.objects.get()
    assert (fact.pk, fact.gender, fact.topics) == (fact_id, "boy", "")

    facts.withdraw_fact(fact_id)
    assert not Fact.objects.exists()
    for late in (lambda: facts.withdraw_fact(fact_id), lambda: facts.correct_fact(fact_id, codes=CODES)):
        with pytest.raises(FactUnknown):
            late()


@pytest.mark.django_db
def test_the_shuffle_keeps_every_fact_and_runs_only_where_something_changed() -> None:
    seed()
    before = {write() for _ in range(20)}
    other = write(month=date(2026, 6, 30))
    assert facts.unmixed_months() == [("helpwanted", date(2026, 6, 1)), ("helpwanted", JULY)]

    assert facts.shuffle_unmixed() == 2
    assert facts.shuffle_unmixed() == 0

    assert set(Fact.objects.filter(month_date=JULY).values_list("pk", flat=True)) == before
    facts.correct_fact(other, codes=CODES)
    assert facts.unmixed_months() == [("helpwanted", date(2026, 6, 1))]


@pytest.mark.django_db
def test_a_shuffle_that_fails_leaves_the_month_as_it_was() -> None:
    seed()
    before = {write() for _ in range(3)}
    with (
        patch.object(Fact.objects, "bulk_create", autospec=True, side_effect=RuntimeError("power cut")),
        pytest.raises(RuntimeError),
    ):
        facts.shuffle_month("helpwanted", JULY)
    assert set(Fact.objects.values_list("pk", flat=True)) == before
    assert MonthMixed.objects.get().mixed is False


def physical_order() -> list[tuple[uuid.UUID, int]]:
    """The facts as they lie in the database's file, each with the transaction that wrote it (SQLite tells none)."""
    table = Fact._meta.db_table
    columns = "id, xmin::text::bigint" if connection.vendor == "postgresql" else "id, 0"
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {place}")  # noqa: S608
        return [(uuid.UUID(str(row[0])), int(row[1])) for row in cursor.fetchall()]


def concordance(first: Sequence[int], second: Sequence[int]) -> float:
    """Kendall's tau: 1 when both orders agree on every pair, -1 on none, 0 by chance; pairs with equal ranks say 0."""
    agreed = 0
    for i in range(len(first)):
        for j in range(i):
            a, b = first[i] - first[j], second[i] - second[j]
            agreed += (a * b > 0) - (a * b < 0)
    return agreed / (len(first) * (len(first) - 1) / 2)


REGISTRATIONS = 60
#: tau of 60 values in random order has a standard deviation of 0.088: this is more than five of them
CHANCE = 0.46


def register_many() -> list[uuid.UUID]:
    """Registrations one after the other; returns their facts in that order."""
    programme = seed()
    counsellor = make_counsellor(programme)
    start = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    for number in range(REGISTRATIONS):
        now = start + timedelta(hours=number)
        contact = make_open(programme=programme, by=counsellor, now=now)
        actions.close_non_counselling(contact=contact, kind="question", by=counsellor, now=now)
    order = Contact.objects.order_by("arrived_at").values_list("fact_id", flat=True)
    return [fact_id for fact_id in order if fact_id is not None]


def leaks(registered: list[uuid.UUID], night: Callable[[], object]) -> list[str]:
    """What pairs facts with registrations after the night's work; empty when nothing does."""
    night()
    physical = physical_order()
    rank = {fact_id: number for number, fact_id in enumerate(registered)}
    found = []
    if abs(concordance([rank[fact_id] for fact_id, _ in physical], range(len(physical)))) > CHANCE:
        found.append("row order")
    # xmin pairs when the facts carry more than the one transaction of the shuffle, in whatever order
    if len({xmin for _, xmin in physical}) > 1:
        found.append("xmin")
    by_id = sorted(registered, key=str)
    if abs(concordance([rank[fact_id] for fact_id in by_id], range(len(by_id)))) > CHANCE:
        found.append("id")
    entries = Entry.objects.filter(action="contact.registered")
    if entries.exclude(subject="", detail={}, day_only=True).exists():
        found.append("audit")
    return found


@pytest.mark.django_db(transaction=True)
def test_row_order_xmin_id_and_audit_pair_no_fact_with_a_contact() -> None:
    assert leaks(register_many(), lambda: call_command("shuffle_facts", verbosity=0, stdout=None)) == []


@pytest.mark.django_db(transaction=True)
def test_without_the_shuffle_the_order_does_pair_them() -> None:
    """The fault, planted: it shows that the test above would see a missing shuffle."""
    found = leaks(register_many(), lambda: None)
    assert "row order" in found
    if connection.vendor == "postgresql":
        assert "xmin" in found


@pytest.mark.django_db(transaction=True)
def test_the_old_order_does_not_stay_in_the_file_of_the_table() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone()[0] == 1
        return
    seed()
    for _ in range(30):
        write()
    facts.shuffle_unmixed()
    with connection.cursor() as cursor:
        # ctid counts dead rows, too: a file without them holds its rows at the first places
        cursor.execute(f"SELECT max((ctid::text::point)[1]) FROM {Fact._meta.db_table}")  # noqa: S608
        assert cursor.fetchone()[0] == 30
        # and it is known that it has none, so that a report can be counted in the indexes alone
        cursor.execute(
            "SELECT relallvisible = relpages FROM pg_class WHERE relname = %s", [Fact._meta.db_table]
        )
        assert cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["postgres", None], ids=["another-database", "this-database"])
def test_the_sweep_waits_for_who_still_sees_the_old_order(where: str | None) -> None:
    """An ANALYZE of the database's own is enough: without waiting, dead rows are carried into the new file."""
    if connection.vendor == "sqlite":
        return  # one file, one writer: nobody is waited for
    import psycopg

    seed()
    for _ in range(5):
        write()
    seeing = threading.Event()
    address = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    address["dbname"] = where or address["dbname"]
    # who only reads is in the way in this database; who writes, everywhere on the server
    statement = "SELECT 1" if where is None else "SELECT pg_current_xact_id()"

    def look_for_a_while() -> None:
        with psycopg.connect(**address) as other, other.transaction():
            other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            other.execute(statement)
            seeing.set()
            time.sleep(0.5)

    other = threading.Thread(target=look_for_a_while)
    other.start()
    assert seeing.wait(5)
    facts.shuffle_unmixed()
    other.join()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max((ctid::text::point)[1]) FROM {Fact._meta.db_table}")  # noqa: S608
        assert cursor.fetchone()[0] == 5
