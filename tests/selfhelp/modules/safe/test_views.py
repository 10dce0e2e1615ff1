"""The roads to the safe: what they take, what they refuse, and that a wrong place tells nothing."""

import base64
import json
import random
import statistics
from datetime import timedelta
from time import thread_time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chat import pow as puzzles
from helpline.vault.codes import CodeThrottle
from selfhelp.modules.safe import envelope, limits, weeks
from selfhelp.modules.safe.models import KeptWorkbook
from tests.factories.programmes import make_programme

pytestmark = pytest.mark.django_db
PLACE = base64.b64encode(bytes(range(32))).decode()


def sealed(mark: int = 7, size: int = min(envelope.SEALED_SIZES)) -> str:
    return base64.b64encode(bytes([envelope.VERSION]) + bytes([mark]) * (size - 1)).decode()


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    make_programme(slug="stopitnow")
    monkeypatch.setattr(limits, "uses", CodeThrottle(burst=500))
    monkeypatch.setattr(limits, "beginnings", CodeThrottle(burst=60))
    monkeypatch.setattr(limits, "rush", limits.Rush())
    monkeypatch.setattr(limits, "room", limits.Room())


def ask(client: Client, road: str, told: Any, **headers: str) -> Any:
    return client.post(
        f"/stopitnow/self-help-safe/{road}/",
        json.dumps(told),
        content_type="application/json",
        headers=headers,
    )


def proof(client: Client) -> str:
    token = ask(client, "puzzle", {}).json()["puzzle"]
    return puzzles.solve(token, puzzles.bits_of(token))


def begin(client: Client, **changes: Any) -> Any:
    return ask(client, "begin", {"place": PLACE, "sealed": sealed(), "proof": proof(client)} | changes)


def test_without_room_none_is_begun_and_what_is_kept_stays_open(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WORKBOOKS_LIMIT = 1
    revision = begin(client).json()["revision"]
    other = base64.b64encode(bytes(32)).decode()
    refused = begin(client, place=other)
    assert (refused.status_code, refused.json()) == (507, {"error": "room"})
    assert KeptWorkbook.objects.count() == 1
    told = {"place": PLACE, "revision": revision, "sealed": sealed(8)}
    assert ask(client, "save", told).status_code == 200
    assert ask(client, "look", {"place": PLACE}).status_code == 200
    # who comes next counts anew: the log says it, a place that became free is given away
    limits.room.forget()
    assert begin(client, place=other).status_code == 507
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"].count(
        "self-help: as many workbooks are kept as WORKBOOKS_LIMIT allows"
    ) == 1
    ask(client, "forget", {"place": PLACE})
    limits.room.forget()
    assert begin(client, place=other).status_code == 200


def test_a_workbook_is_begun_found_saved_and_forgotten(client: Client) -> None:
    revision = begin(client).json()["revision"]
    assert ask(client, "look", {"place": PLACE}).json() == {"revision": revision, "sealed": sealed()}
    told = {"place": PLACE, "revision": revision, "sealed": sealed(8, max(envelope.SEALED_SIZES))}
    second = ask(client, "save", told).json()["revision"]
    late = ask(client, "save", told)
    assert late.status_code == 409
    assert late.json() == {"error": "elsewhere", "revision": second, "sealed": told["sealed"]}
    assert ask(client, "forget", {"place": PLACE}).json() == {}
    assert ask(client, "look", {"place": PLACE}).status_code == 404
    assert ask(client, "save", told).status_code == 404, "a forgotten workbook does not come back by itself"
    assert not KeptWorkbook.objects.exists()


def test_nothing_of_the_place_itself_is_kept_and_no_cookie_is_set(client: Client) -> None:
    begin(client)
    answer = ask(client, "look", {"place": PLACE})
    assert not client.cookies
    assert answer["Cache-Control"] == "no-store"
    (row,) = KeptWorkbook.objects.values()
    assert set(row) == {"place", "sealed", "revision", "last_week"}
    assert row["place"] == envelope.place(PLACE)
    assert bytes(range(32)).hex() not in str(row)


def test_to_begin_costs_a_puzzle_that_is_good_once(client: Client) -> None:
    solved = proof(client)
    assert begin(client, proof="").status_code == 403
    assert begin(client, proof=solved).status_code == 200
    assert begin(client, proof=solved, place=base64.b64encode(bytes(32)).decode()).status_code == 403
    assert KeptWorkbook.objects.count() == 1


def test_the_puzzle_becomes_dearer_while_many_begin() -> None:
    now = timezone.now()
    calm = limits.bits(now=now, pressure=0)
    for _ in range(60):
        limits.rush.note(now)
    assert limits.bits(now=now, pressure=0) == calm + 3
    assert limits.bits(now=now, pressure=2) == calm + 5
    assert limits.bits(now=now + timedelta(minutes=1), pressure=0) == calm


def not_found(client: Client) -> dict[str, str]:
    """Places where nothing is found, each for a reason of its own."""
    expired = base64.b64encode(b"\x01" * 32).decode()
    KeptWorkbook.objects.create(
        place=envelope.place(expired), sealed=base64.b64decode(sealed()), revision=1,
        last_week=weeks.week_of(timezone.localdate()) - timedelta(weeks=1),
    )  # fmt: skip
    return {"wrong": base64.b64encode(b"\x02" * 32).decode(), "expired": expired}


def test_wrong_and_expired_words_are_told_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    begin(client)
    answers = []
    for place in not_found(client).values():
        ask(client, "look", {"place": place})
        with django_assert_num_queries(1):
            answer = ask(client, "look", {"place": place})
        answers.append((answer.status_code, answer.content, dict(answer.headers)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_wrong_and_expired_words_take_the_same_time(client: Client) -> None:
    """Turn by turn, and by this thread's own clock: what else the machine does is in neither. The database is asked
    the same one question for both (above)."""
    begin(client)
    places = not_found(client)
    taken: dict[str, list[float]] = {name: [] for name in places}
    turns = list(places) * 100
    random.Random(7).shuffle(turns)
    limits.uses = CodeThrottle(burst=5000)
    for name in turns:
        start = thread_time()
        ask(client, "look", {"place": places[name]})
        taken[name].append(thread_time() - start)
    wrong, expired = (statistics.median(times) for times in taken.values())
    assert 0.7 < wrong / expired < 1.4, (wrong, expired)


@pytest.mark.parametrize("road", ["begin", "look", "save", "forget"])
@pytest.mark.parametrize("told", [{}, [], "x", {"place": "kort"}, {"place": 5}, {"place": [PLACE]}])
def test_what_has_no_form_is_refused(client: Client, road: str, told: Any) -> None:
    answer = ask(client, road, told)
    assert (answer.status_code, answer.json()) == (400, {"error": "form"})


@pytest.mark.parametrize("revision", [None, "1", -1, 1.5, True, 2**53])
def test_a_revision_is_a_whole_number(client: Client, revision: Any) -> None:
    told = {"place": PLACE, "sealed": sealed(), "revision": revision}
    assert ask(client, "save", told).status_code == 400


def test_other_sizes_types_and_foreign_pages_are_refused(client: Client) -> None:
    path = "/stopitnow/self-help-safe/look/"
    told = json.dumps({"place": PLACE})
    assert begin(client, sealed=base64.b64encode(b"\x01kort").decode()).status_code == 400
    assert ask(client, "look", {"place": PLACE, "more": "x" * 200_000}).status_code == 413
    assert client.post(path, told, content_type="text/plain").status_code == 415
    assert client.get(path).status_code == 405
    for site in ("cross-site", "same-site", "none"):
        assert ask(client, "look", {"place": PLACE}, **{"Sec-Fetch-Site": site}).status_code == 403
    assert client.post(path, b"\xff{", content_type="application/json").status_code == 400
    answer = client.post("/nowhere/self-help-safe/look/", told, content_type="application/json")
    assert answer.status_code == 404


def test_the_house_slows_everybody_and_remembers_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = begin(client).json()["revision"]
    monkeypatch.setattr(limits, "uses", CodeThrottle(burst=1))
    assert ask(client, "look", {"place": PLACE}).status_code == 200
    for road, more in (("look", {}), ("save", {"revision": revision, "sealed": sealed()})):
        answer = ask(client, road, {"place": PLACE} | more)
        assert (answer.status_code, answer["Retry-After"]) == (429, "3")
    monkeypatch.setattr(limits, "beginnings", CodeThrottle(burst=0))
    assert begin(client).status_code == 429
    assert ask(client, "forget", {"place": PLACE}).status_code == 200, "to have it erased is never refused"
