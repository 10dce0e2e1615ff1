"""Nothing that tells who a visitor is stays anywhere: planted at every way in, searched for in all that is kept."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg
import pytest
import redis

from tests.canaries import search
from tests.conftest import Houses
from tests.journeys.inside import Inside
from tests.proof import kept, routes
from tests.proof.canary import Canary
from tests.proof.entries import ENTRIES, play_all, who_comes
from tests.proof.findings import Searched
from tests.proof.kept import RedisWatch, Store
from tests.services import sizes
from tests.services.house import House
from tests.services.plugin import services_folder
from tests.services.production import Production

pytestmark = pytest.mark.slow


@dataclass
class LivedIn:
    """A house that was visited everywhere. heard: what passed in Redis."""

    house: House
    inside: Inside
    visitors: dict[str, Canary]
    heard: bytes

    @property
    def kind(self) -> str:
        return "production shape" if isinstance(self.house, Production) else "one process on SQLite"

    @property
    def told(self) -> bytes:
        """What it answered to what it refused."""
        return b"\n".join(refusal for visitor in self.visitors.values() for refusal in visitor.refusals)

    def search(self) -> Searched:
        """For everything of everybody, everywhere."""
        owners = {trait: entry.name for entry in ENTRIES for trait in who_comes(entry).traits}
        for name, visitor in self.visitors.items():
            owners |= {secret: name for secret in (visitor.code, *visitor.secrets) if secret}
        return searched(self.house, self.inside, owners, self.heard)


def searched(house: House, inside: Inside, owners: dict[str, str], heard: bytes = b"") -> Searched:
    """Search every store for what `owners` names."""
    sizes: Counter[Store] = Counter()

    def places() -> Iterable[tuple[str, bytes]]:
        everything = kept.everything_kept(house, inside)
        for where, content in (*everything, (f"{Store.REDIS_PASSING} | heard", heard)):
            sizes[kept.store_of(where)] += len(content)
            yield where, content

    hits = search(places(), owners)
    stores = kept.OF_PRODUCTION if isinstance(house, Production) else kept.OF_SQLITE
    return Searched(
        [entry.name for entry in ENTRIES], {store: sizes[store] for store in stores}, owners, hits
    )


@pytest.fixture(scope="module")
def insides() -> Generator[Callable[[House], Inside]]:
    opened: list[Inside] = []

    def inside(house: House) -> Inside:
        opened.append(Inside(house))
        return opened[-1]

    yield inside
    for each in opened:
        each.close()


@contextmanager
def own_temporary_folder() -> Generator[None]:
    """What is started in here has a folder of its own for what it needs for a moment."""
    folder = services_folder()
    folder.chmod(0o777)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        yield


#: the part sees the shape that has more places; the house that leaks, below, is one process on SQLite
@pytest.fixture(scope="module", params=sizes.of_all(["sqlite", "production"], part=["production"]))
def lived_in(
    request: pytest.FixtureRequest, live_house: Houses, insides: Callable[[House], Inside]
) -> Generator[LivedIn]:
    """The one machine of a small helpline, and the whole production shape with nginx before it."""
    with own_temporary_folder():
        if request.param == "sqlite":
            house = live_house("sqlite", 1, fresh=True)
            inside = insides(house)
            yield LivedIn(house, inside, play_all(house, inside), b"")
            return
        with Production(services_folder(), mail=True) as shape:
            inside = insides(shape)
            watch = RedisWatch(shape)
            visitors = play_all(shape, inside)
            if sizes.IS_FULL:
                shape.people_call(20, patience=5, talk=2)
            yield LivedIn(shape, inside, visitors, watch.end())


def test_no_identity_is_found_in_anything_that_is_kept(lived_in: LivedIn) -> None:
    found = lived_in.search()
    size = "in full" if sizes.IS_FULL else "the small form"
    print(f"\n{lived_in.kind}, {size}\n{found.table()}\n{found.in_words()}")  # noqa: T201 - what the proof is for
    empty = {store for store, size in found.sizes.items() if not size}
    assert empty <= MAY_BE_EMPTY, f"not searched: {empty - MAY_BE_EMPTY}"
    assert sum(found.sizes.values()) > 500_000, "little was searched"
    assert sum(bool(visitor.code or visitor.secrets) for visitor in lived_in.visitors.values()) >= 4
    assert not found.faults, found.in_words()


#: what a good house does not write at all
MAY_BE_EMPTY = frozenset(
    {Store.TEMPORARY, Store.DATA, Store.MEDIA, Store.REDIS, Store.WAL, Store.REDIS_PASSING}
)


def test_every_address_was_asked_for(lived_in: LivedIn) -> None:
    """What the entry points claim was really done: each address was asked for by somebody of that entry."""
    known = routes.visitor_routes()
    for entry in ENTRIES:
        been = {routes.name_of(path) for _, path in lived_in.visitors[entry.name].been}
        assert {name for name in entry.routes if name in known} <= been, entry.name


def test_no_refusal_repeats_what_was_sent(lived_in: LivedIn) -> None:
    assert len(lived_in.told) > 5_000, "little was refused"
    hits = search(
        [("answers", lived_in.told)], [trait for each in ENTRIES for trait in who_comes(each).traits]
    )
    assert not hits, hits


def test_redis_is_told_numbers_and_never_words(lived_in: LivedIn) -> None:
    if lived_in.house.engine == "postgres":
        assert lived_in.heard.count(b"PUBLISH") > 5, "nothing passed between the servers"
        assert b"zeldzame" not in lived_in.heard


def test_a_leak_into_any_store_is_found(lived_in: LivedIn) -> None:
    """One name for each store, planted by hand behind the house's back; the search tells where it stands."""
    house, plants = lived_in.house, _plant_in_files(lived_in.house)
    heard = b""
    if isinstance(house, Production):
        watch = RedisWatch(house)
        plants |= _plant_in_servers(house) | _plant_before_and_beside(house)
        heard = watch.end()
    else:
        plants |= _plant_in_sqlite(house)
    exports = lived_in.inside.ask("figures_leak", slug="helpwanted", name=_plant("exports"))
    assert exports
    plants[_plant("exports")] = {Store.EXPORTS}
    found = searched(house, lived_in.inside, dict.fromkeys(plants, ENTRIES[0].name), heard)
    for plant, stores in plants.items():
        places = {kept.store_of(hit.where) for hit in found.hits if hit.identity == plant}
        assert stores <= places, f"{plant} was not found in {stores - places}, but in {places}"
    assert set().union(*plants.values()) == set(found.sizes), "a store without a plant"


Plants = dict[str, set[Store]]


def _plant(store: str) -> str:
    return f"Geplante Kanarie van {store}"


def _plant_in_files(house: House) -> Plants:
    """Name to the stores in which it must be found."""
    folders = {"data": Store.DATA, "keys": Store.KEYS, "media": Store.MEDIA}
    for folder in folders:
        (house.folder / folder).mkdir(exist_ok=True)
        (house.folder / folder / "note.bin").write_bytes(b"\x00\xff" + _plant(folder).encode().hex().encode())
    with house.log_path(0).open("a") as log:
        log.write(f"visit by {_plant('log')}\n")
    (kept.temporary_folder(house) / "upload.tmp").write_text(_plant("temporary"))
    planted = {_plant(folder): {store} for folder, store in folders.items()}
    return planted | {_plant("log"): {Store.LOG}, _plant("temporary"): {Store.TEMPORARY}}


def _plant_in_sqlite(house: House) -> Plants:
    """The servers hold the file open, so what is written stays in the WAL for now."""
    with closing(sqlite3.connect(house.folder / "data" / "helpline.sqlite3", isolation_level=None)) as rows:
        rows.execute("CREATE TABLE proof_leak (name text)")
        rows.execute("INSERT INTO proof_leak VALUES (?)", [_plant("rows")])
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows.execute("INSERT INTO proof_leak VALUES (?)", [_plant("new rows")])
    return {_plant("rows"): {Store.ROWS, Store.DATABASE, Store.BACKUP}, _plant("new rows"): {Store.WAL}}


def _plant_in_servers(house: House) -> Plants:
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
        _plant("rows"): {Store.ROWS, Store.BACKUP},
        _plant("gone rows"): {Store.DATABASE, Store.WAL},
        _plant("notices"): {Store.DATABASE_LOG},
        _plant("redis"): {Store.REDIS, Store.REDIS_FILES},
        _plant("passing"): {Store.REDIS_PASSING},
        _plant("messages"): {Store.REDIS_PASSING},
        _plant("redis log"): {Store.REDIS_LOG},
    }


def _plant_before_and_beside(house: Production) -> Plants:
    """What nginx may write by itself, and what the mail server has."""
    with (house.nginx.folder / "access.log").open("a") as log:
        log.write(f"127.0.0.1 GET /?name={_plant('nginx').replace(' ', '%20')}\n")
    assert house.post_in is not None
    (house.post_in.folder / "home" / "copies").write_text(f"From: {_plant('mail')}\n\n")
    return {_plant("nginx"): {Store.NGINX}, _plant("mail"): {Store.MAIL}}


def test_a_house_that_leaks_turns_this_red(live_house: Houses, insides: Callable[[House], Inside]) -> None:
    """The whole way, from a visitor's request to the search: the same visit, in a house whose settings leak."""
    with own_temporary_folder():
        house = live_house("sqlite", 1, fresh=True)
    house.stop_server(0)
    house.environment["DJANGO_SETTINGS_MODULE"] = "tests.proof.leaking_settings"
    house.start_server(0)
    inside = insides(house)
    lived = LivedIn(house, inside, play_all(house, inside), b"")
    found = lived.search()
    seen = {
        (hit.identity, hit.shape, hit.where.replace(" | ", "/").rpartition("/")[2]) for hit in found.faults
    }
    for entry in ENTRIES:
        if entry.name == "mail":
            continue
        who = who_comes(entry)
        assert (who.address, "raw", "server-0.log") in seen, f"the access log of {entry.name}"
        assert (who.agent, "raw", "server-0.log") in seen
        assert (who.forwarded, "raw sha256 hex", "seen.txt") in seen
    assert {found.owners[identity] for identity, _, name in seen if name == "seen.txt"} >= {"post", "advice"}
