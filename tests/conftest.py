"""What every test stands on: a migrated database of its own, copied, never migrated anew."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from django.db import connections
from django.test import SimpleTestCase, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from cms import finding, kept, visits
from helpline.appointments import queries as appointments
from helpline.directory import queries as directory
from helpline.groups import queries as groups
from helpline.programmes import queries
from selfhelp.advice import queries as advice
from selfhelp.modules import queries as self_help
from tests.services import databases, sizes, thrift
from tests.services.browser import People, running_browser
from tests.services.house import House
from tests.services.marked import BOTH_ENGINES, may_hold
from tests.services.plugin import services_folder
from tests.services.postgres import Postgres
from tests.services.redis import Redis

# On a machine with other work to do an example, or making one up, takes as long as it takes: that is no finding.
# A part is the same examples in every run: what was green stays green until the code changes. The whole looks further,
# and elsewhere each time.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    max_examples=500 if sizes.IS_FULL else 60, derandomize=not sizes.IS_FULL,
)  # fmt: skip
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    thrift.collect_seldom()
    thrift.hash_quickly()
    thrift.read_codes_quickly()
    thrift.find_static_files_once()
    thrift.read_what_is_installed_once()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Generator[None]:
    """In place of pytest-django's: the database is a copy of a migrated template.

    A test that commits (`transaction=True`) is followed by a fresh copy instead of Django's flush: that keeps the
    rows which migrations make, and the tables that refuse to be emptied (the audit log does).
    """
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: databases.fresh()  # type: ignore[method-assign, misc]
    databases.fresh()
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    """No test sees what the process kept from the one before: programmes, pages, readings not yet counted."""
    queries.forget()
    directory.forget()
    finding.forget()
    kept.forget()
    visits.forget()
    advice.forget_trees()
    self_help.forget()
    appointments.forget()
    groups.forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folders = Path(str(item.path)).relative_to(Path(__file__).parent).parts[:-1]
        is_of_both = folders and folders[0] in BOTH_ENGINES and not item.get_closest_marker("postgres_only")
        if is_of_both and _is_kept_somewhere(item):
            item.add_marker(pytest.mark.both_engines)
    _refuse_what_no_stage_reads(items)


def _refuse_what_no_stage_reads(items: list[pytest.Item]) -> None:
    """A mark that came to a test from elsewhere would keep it out of every stage."""
    for mark in ("browser", "both_engines"):
        paths = {item.path for item in items if item.get_closest_marker(mark)}
        if unread := sorted(str(path) for path in paths if not may_hold(path, mark)):
            raise pytest.UsageError(f"say mark.{mark} in the file itself, or no stage reads it: {unread}")


def _is_kept_somewhere(item: pytest.Item) -> bool:
    """Whether the test has a database or a whole house."""
    fixtures = {"db", "transactional_db", "live_house"} & set(getattr(item, "fixturenames", ()))
    cls = getattr(item, "cls", None)
    is_djangos = isinstance(cls, type) and issubclass(cls, SimpleTestCase)
    return bool(fixtures) or item.get_closest_marker("django_db") is not None or is_djangos


class Houses:
    """Starts houses when a test asks, and shares them: a house of one shape is started once in a run."""

    def __init__(self) -> None:
        self._folder = services_folder()
        self._servers: dict[bool, tuple[Postgres, Redis]] = {}
        self._shared: dict[tuple[str, int], House] = {}
        self._made: list[House] = []

    def __call__(
        self, engine: str = "sqlite", processes: int = 1, *, fresh: bool = False, durable: bool = False
    ) -> House:
        """A running house. fresh: one that no other test uses. durable: PostgreSQL with fsync on (implies fresh)."""
        shape = (engine, processes)
        is_shared = not (fresh or durable)
        if is_shared and shape in self._shared:
            return self._shared[shape]
        folder = self._folder / f"h{len(self._made)}"
        servers = self._services(durable=durable) if engine == "postgres" else None
        house = House(folder, engine=engine, processes=processes, servers=servers)
        self._made.append(house)
        house.start()
        if is_shared:
            self._shared[shape] = house
        return house

    def close(self) -> None:
        for house in self._made:
            house.stop()
        for servers in self._servers.values():
            for server in servers:
                server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _services(self, *, durable: bool) -> tuple[Postgres, Redis]:
        if durable not in self._servers:
            name = "durable" if durable else "quick"
            servers = (
                Postgres(self._folder / f"pg-{name}", durable=durable),
                Redis(self._folder / f"redis-{name}"),
            )
            for server in servers:
                server.start()
            self._servers[durable] = servers
        return self._servers[durable]


@pytest.fixture(scope="session")
def live_house() -> Generator[Houses]:
    """`live_house(engine, processes)`: a whole house, served by processes of its own, with demo content."""
    houses = Houses()
    yield houses
    houses.close()


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """One headless browser for the run; tests that use it are marked `browser`."""
    with running_browser() as browser:
        yield browser


@pytest.fixture
def people(chromium: Browser, pytestconfig: pytest.Config) -> Generator[People]:
    """`people.arrive(house, ...)` gives a person with an empty browser; all are watched, and checked at the end."""
    folder = pytestconfig.getoption("pictures")
    everybody = People(chromium, Path(folder) if folder else None)
    yield everybody
    everybody.leave()
