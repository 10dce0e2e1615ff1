"""Nothing that tells who a visitor is stays anywhere: planted at every way in, searched for in all that is kept."""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
import redis
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.canaries import Hit, search
from tests.conftest import Houses
from tests.journeys.inside import Inside
from tests.proof.advice_walk import walk_the_advice_module
from tests.proof.appointment_keeping import keep_an_appointment
from tests.proof.canary import (
    ADDRESS,
    AGENT,
    ALL,
    CONTENT,
    FORWARDED,
    IDENTITY,
    MAIL,
    NAME,
    PHONE,
    Canary,
)
from tests.proof.case_keeping import come_back_to_a_case
from tests.proof.kept import RedisWatch, everything_kept
from tests.proof.letter_writing import write_letters
from tests.proof.phone_calls import call_the_phone
from tests.proof.wire import FORM
from tests.proof.workbook_keeping import keep_a_workbook
from tests.services.house import House

pytestmark = pytest.mark.slow


def visit_everywhere(house: House, inside: Inside) -> list[Canary]:
    """Come in by every way a visitor has, and meet every error; returns the visitors."""
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor, gone, unlucky = Canary(house), Canary(house), Canary(house)
    _read_pages(visitor)
    visitor.knock(target_group=NAME, age_band=PHONE, topics=MAIL, name=NAME, phone=PHONE)
    _talk_by_socket(visitor)
    _talk_by_road(visitor)
    _talk_without_scripts(visitor)
    _after_the_chat(visitor)
    _make_errors(visitor)
    _try_the_staff_door(visitor)
    gone.server = 0  # the other process, where there is one: the two tell each other
    gone.knock()
    gone.line().says(f"{CONTENT} {ALL}")
    gone.post("/helpwanted/leave/", why=ALL)
    unlucky.knock()
    _meet_a_broken_house(inside, unlucky)
    teacher = Canary(house)
    _ask_for_a_lesson(inside, teacher)
    walker = Canary(house)
    walk_the_advice_module(inside, walker)
    reader = Canary(house)
    keep_a_workbook(inside, reader)
    caller = Canary(house)
    call_the_phone(inside, caller)
    returned = Canary(house)
    come_back_to_a_case(inside, returned)
    writer = Canary(house)
    write_letters(inside, writer)
    booked = Canary(house)
    booked.secrets += keep_an_appointment(inside, booked)
    everybody = [visitor, gone, unlucky, teacher, walker, reader, caller, returned, writer, booked]
    for each in everybody:
        each.leave()
    return everybody


def _read_pages(visitor: Canary) -> None:
    for path in ("/", "/helpwanted/", "/stopitnow/", "/helpwanted/what-we-keep/", "/helpwanted/chat/back/"):
        visitor.get(f"{path}?lang=en&name=Kanarie%20Vogelaar-Zoek&mail={MAIL}")
    visitor.cookies |= {"hl_lang": "nl", "hl_name": MAIL, "hl_visit": MAIL}
    visitor.get("/helpwanted/chat/")
    visitor.post("/helpwanted/chat/back/", code=ALL)


def _talk_by_socket(visitor: Canary) -> None:
    line = visitor.line()
    line.says(f"{CONTENT}: ik ben {ALL}")
    line.send({"t": "typing", "on": True, "text": ALL})
    line.leave()
    wrong: tuple[object, ...] = (
        {"t": "hello", "ticket": MAIL, "after": 0, "name": NAME},
        f"{{ {ALL}",
        ALL.encode(),
        {"t": ALL},
        {"t": "send", "cid": ALL, "body": ALL},
        {"t": "send", "cid": "x", "body": ALL * 2000},
    )
    for frame in wrong:
        socket = visitor.socket()
        with suppress(ConnectionClosed):
            socket.send(frame)
            socket.closed()
    line = visitor.line()
    for frame in wrong[1:]:
        with suppress(ConnectionClosed):
            line.send(frame)
    line.closed()
    with suppress(InvalidStatus):
        visitor.socket(f"/helpwanted/chat/{MAIL}").closed()
    with suppress(InvalidStatus):
        visitor.socket(origin=f"https://{MAIL.partition('@')[2]}").closed()


def _talk_by_road(visitor: Canary) -> None:
    road = "/helpwanted/chat/road/"
    assert visitor.post_json(f"{road}send", {"cid": "a1", "body": f"{CONTENT} {ALL}"})[0] == 200
    visitor.post_json(f"{road}send", {"cid": ALL, "body": ALL})
    visitor.post_json(f"{road}send", {"cid": "a2", "body": ALL * 100})
    visitor.post_json(f"{road}send", {"cid": "a1", "body": f"anders {ALL}"})
    visitor.post_json(f"{road}send", {"cid": "a3", "body": ALL}, Origin=f"https://{FORWARDED}")
    visitor.ask(
        "POST", f"{road}send", ALL.encode(), {"Content-Type": "application/json", "Origin": visitor.house.url}
    )
    visitor.ask("POST", f"{road}send", ALL.encode() * 2000, {"Content-Type": "application/json"})
    visitor.post_json(f"{road}rest", {"messages": [{"cid": "a4", "body": f"{CONTENT} {ALL}"}]})
    visitor.post_json(f"{road}rest", {"messages": [{"cid": ALL, "body": ALL}]})
    visitor.post_json(f"{road}rest", {ALL: ALL})
    visitor.post_json(f"{road}{NAME.split()[0]}", {})
    visitor.get(f"{road}events?after={PHONE.replace(' ', '')}&name={MAIL}")


def _talk_without_scripts(visitor: Canary) -> None:
    visitor.get(f"/helpwanted/chat/write/?name={MAIL}")
    visitor.post("/helpwanted/chat/send/", message=f"{CONTENT} {ALL}", name=NAME)
    visitor.post("/helpwanted/chat/send/", message=ALL * 100)


def _after_the_chat(visitor: Canary) -> None:
    _, told = visitor.ask(
        "POST", "/helpwanted/chat/code/", urlencode({"csrfmiddlewaretoken": visitor.token, "name": NAME}).encode(),
        {"Content-Type": FORM, "Origin": visitor.house.url, "Accept": "application/json"},
    )  # fmt: skip
    visitor.code = str(json.loads(told)["code"])
    visitor.post("/helpwanted/chat/end/", why=ALL)
    visitor.get("/helpwanted/chat/after/")
    visitor.post("/helpwanted/chat/survey/", survey_heard=NAME, survey_helped=PHONE, remark=ALL)
    visitor.post("/helpwanted/chat/survey/", survey_heard="yes", survey_helped="yes", remark=ALL)
    assert visitor.post("/helpwanted/chat/back/", code=visitor.code)[0] < 400
    visitor.get(f"/helpwanted/chat/talk/?code={visitor.code}")


def _make_errors(visitor: Canary) -> None:
    assert visitor.get(f"/{MAIL}/{PHONE.replace(' ', '%20')}/")[0] == 404
    assert visitor.get("/helpwanted/", Host=f"{FORWARDED}")[0] == 400
    assert visitor.get("/helpwanted/", Host=f"{MAIL.partition('@')[2]}")[0] == 400
    status, _ = visitor.ask(
        "POST", "/helpwanted/chat/start/", f"name={MAIL}".encode(),
        {"Content-Type": FORM, "Cookie": "", "Origin": f"https://{FORWARDED}"},
    )  # fmt: skip
    assert status == 403
    visitor.ask("POST", "/helpwanted/chat/start/", b"name=" + ALL.encode() * 6000, {"Content-Type": FORM})
    visitor.ask("PUT", f"/helpwanted/?name={MAIL}", ALL.encode())
    visitor.ask("POST", "/helpwanted/chat/start/", f"--x\r\n{ALL}".encode(),
                {"Content-Type": "multipart/form-data; boundary=x"})  # fmt: skip
    visitor.get("/helpwanted/chat/%00%ff?" + "&".join(f"k{n}={MAIL}" for n in range(60)))
    visitor.ask(ALL.split()[0].upper(), "/")


def _try_the_staff_door(visitor: Canary) -> None:
    visitor.get("/staff/sign-in/")
    for _ in range(3):
        visitor.post("/staff/sign-in/", email=MAIL, passphrase=ALL)
    visitor.get(f"/staff/invitation/{MAIL}/")


def _meet_a_broken_house(inside: Inside, visitor: Canary) -> None:
    """Error pages of every kind, by taking tables away for a moment."""
    inside.ask("move_table", table="chat_conversation", to="chat_conversation_away")
    try:
        for path in ("/helpwanted/chat/", "/helpwanted/chat/talk/"):
            status, _ = visitor.get(f"{path}?name={MAIL}")
            assert status in (500, 503), status
        status, _ = visitor.post("/helpwanted/chat/send/", message=ALL)
        if status in (
            500,
            503,
        ):  # a message that could not be kept goes back to its writer: no refusal's echo
            visitor.refusals.pop()
        visitor.post("/helpwanted/chat/back/", code=ALL)
        visitor.post_json("/helpwanted/chat/road/send", {"cid": "z1", "body": ALL})
    finally:
        inside.ask("move_table", table="chat_conversation_away", to="chat_conversation")
    inside.ask("move_table", table="accounts_user", to="accounts_user_away")
    try:
        visitor.get("/staff/sign-in/")
        visitor.post("/staff/sign-in/", email=MAIL, passphrase=ALL)
    finally:
        inside.ask("move_table", table="accounts_user_away", to="accounts_user")


def _ask_for_a_lesson(inside: Inside, teacher: Canary) -> None:
    """Somebody whose name is kept, told beforehand: sealed, and still to be found nowhere."""
    form = "/helpwanted/requests/lesson/"
    _, page = teacher.get(f"{form}?name={MAIL}")
    opened = re.search(r'name="opened" value="([^"]+)"', page)
    assert opened
    fields = {
        "opened": opened[1], "website": "", "name": NAME, "organisation": f"School van {NAME}", "email": MAIL,
        "phone": PHONE, "place": "Proefdorp", "group": "klas 2", "how_many": "26", "period": "in maart",
        "remark": f"{CONTENT} {ALL}",
    }  # fmt: skip
    teacher.post(form, **fields)
    time.sleep(3)  # no hands are faster
    for mistake in ({"how_many": ALL}, {"phone": MAIL}, {"website": ALL}, {"opened": ALL}):
        teacher.post(form, **(fields | mistake))
    # A form with a mistake shows its sender what was typed, so that nothing is lost: that is no refusal's echo.
    assert len(teacher.refusals) > 4
    teacher.refusals.clear()
    assert teacher.post(form, **fields)[0] == 303
    assert teacher.post(form, **(fields | {"period": ALL}))[0] == 303
    assert teacher.get(f"/helpwanted/requests/{MAIL}/")[0] == 404
    inside.ask("move_table", table="requests_professionalrequest", to="requests_away")
    try:
        assert teacher.post(form, **(fields | {"place": ALL}))[0] == 500
        teacher.refusals.pop()  # the page of our own fault gives the form back to its sender: no refusal's echo either
    finally:
        inside.ask("move_table", table="requests_away", to="requests_professionalrequest")


def in_words(hits: list[Hit]) -> str:
    return "\n".join(f"{hit.identity!r} as {hit.shape} in {hit.where}" for hit in hits)


@dataclass
class LivedIn:
    """A house that was visited everywhere. told: what it answered to what it refused; heard: what passed in Redis."""

    house: House
    inside: Inside
    secrets: list[str]
    told: bytes
    heard: bytes


@pytest.fixture(scope="module")
def insides() -> Generator[Callable[[House], Inside]]:
    opened: list[Inside] = []

    def inside(house: House) -> Inside:
        opened.append(Inside(house))
        return opened[-1]

    yield inside
    for each in opened:
        each.close()


@pytest.fixture(scope="module", params=[("sqlite", 1), ("postgres", 2)], ids=["sqlite", "postgres"])
def lived_in(
    request: pytest.FixtureRequest, live_house: Houses, insides: Callable[[House], Inside]
) -> LivedIn:
    house = live_house(*request.param, fresh=True)
    inside = insides(house)
    watch = RedisWatch(house) if house.engine == "postgres" else None
    visitors = visit_everywhere(house, inside)
    secrets = [secret for visitor in visitors for secret in (visitor.code, *visitor.secrets) if secret]
    told = b"\n".join(refusal for visitor in visitors for refusal in visitor.refusals)
    return LivedIn(house, inside, secrets, told, watch.end() if watch else b"")


def test_no_identity_is_found_in_anything_that_is_kept(lived_in: LivedIn) -> None:
    kept = [*everything_kept(lived_in.house), ("what passed in Redis", lived_in.heard)]
    assert sum(len(content) for _, content in kept) > 500_000, "little was searched"
    assert lived_in.secrets, "no return code was made"
    hits = search(kept, [*IDENTITY, CONTENT, *lived_in.secrets])
    assert not hits, in_words(hits)


def test_no_refusal_repeats_what_was_sent(lived_in: LivedIn) -> None:
    assert len(lived_in.told) > 5_000, "little was refused"
    hits = search([("answers", lived_in.told)], [*IDENTITY, CONTENT])
    assert not hits, in_words(hits)


def test_redis_is_told_numbers_and_never_words(lived_in: LivedIn) -> None:
    if lived_in.house.engine == "postgres":
        assert lived_in.heard.count(b"PUBLISH") > 5, "nothing passed between the servers"
        assert b"zeekoet" not in lived_in.heard


def test_a_leak_into_any_store_is_found(lived_in: LivedIn) -> None:
    """One name for each store, planted by hand behind the house's back; the search tells where it stands."""
    house, plants = lived_in.house, _plant_in_files(lived_in.house)
    if house.engine == "postgres":
        watch = RedisWatch(house)
        plants |= _plant_in_servers(house)
        heard = watch.end()
    else:
        plants |= _plant_in_sqlite(house)
        heard = b""
    hits = search([*everything_kept(house), ("what passed in Redis", heard)], list(plants))
    for plant, where in plants.items():
        found = {hit.where for hit in hits if hit.identity == plant}
        assert any(where in each for each in found), f"{plant} was not found in {where}, but in {found}"


def _plant(store: str) -> str:
    return f"Geplante Kanarie van {store}"


def _plant_in_files(house: House) -> dict[str, str]:
    """Name to the store in which it must be found."""
    for folder in ("data", "keys", "media"):
        (house.folder / folder).mkdir(exist_ok=True)
        (house.folder / folder / "note.bin").write_bytes(b"\x00\xff" + _plant(folder).encode().hex().encode())
    with house.log_path(0).open("a") as log:
        log.write(f"visit by {_plant('log')}\n")
    return {
        _plant("data"): "data/note.bin",
        _plant("keys"): "keys/note.bin",
        _plant("media"): "media/note.bin",
        _plant("log"): "server-0.log",
    }


def _plant_in_sqlite(house: House) -> dict[str, str]:
    """The servers hold the file open, so what is written stays in the WAL for now."""
    with closing(sqlite3.connect(house.folder / "data" / "helpline.sqlite3", isolation_level=None)) as rows:
        rows.execute("CREATE TABLE proof_leak (name text)")
        rows.execute("INSERT INTO proof_leak VALUES (?)", [_plant("rows")])
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows.execute("INSERT INTO proof_leak VALUES (?)", [_plant("new rows")])
    return {_plant("rows"): "helpline.sqlite3", _plant("new rows"): "helpline.sqlite3-wal"}


def _plant_in_servers(house: House) -> dict[str, str]:
    with psycopg.connect(house.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE proof_leak (name text)")
        connection.execute("INSERT INTO proof_leak VALUES (%s)", [_plant("rows")])
        connection.execute("INSERT INTO proof_leak VALUES (%s)", [_plant("gone rows")])
        connection.execute("DELETE FROM proof_leak WHERE name = %s", [_plant("gone rows")])
        connection.execute(f"DO $$ BEGIN RAISE WARNING '{_plant('notices')}'; END $$")
    with redis.Redis.from_url(house.environment["REDIS_URL"]) as client:
        client.set("proof-leak", _plant("redis"))
        client.set("proof-passing", _plant("passing"))
        client.delete("proof-passing")
        client.publish("proof", _plant("messages"))
        client.eval(f"redis.log(redis.LOG_WARNING, '{_plant('redis log')}')", 0)
    return {
        _plant("rows"): "pg_dump",
        _plant("gone rows"): "postgres/data/pg_wal/",
        _plant("notices"): "postgres.log",
        _plant("redis"): "dump.rdb",
        _plant("passing"): "what passed in Redis",
        _plant("messages"): "what passed in Redis",
        _plant("redis log"): "redis.log",
    }


def test_a_house_that_leaks_turns_this_red(live_house: Houses, insides: Callable[[House], Inside]) -> None:
    """The whole way, from a visitor's request to the search: the same visit, in a house whose settings leak."""
    house = live_house("sqlite", 1, fresh=True)
    house.stop_server(0)
    house.environment["DJANGO_SETTINGS_MODULE"] = "tests.proof.leaking_settings"
    house.start_server(0)
    visit_everywhere(house, insides(house))
    hits = search(everything_kept(house), IDENTITY)
    found = {(hit.identity, hit.shape, Path(hit.where).name) for hit in hits}
    assert (ADDRESS, "raw", "server-0.log") in found, "the access log"
    assert (AGENT, "raw", "server-0.log") in found
    assert (MAIL, "raw", "seen.txt") in found
    assert (NAME, "raw", "seen.txt") in found
    assert (FORWARDED, "raw sha256 hex", "seen.txt") in found
