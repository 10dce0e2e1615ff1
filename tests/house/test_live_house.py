"""A whole house in a browser, on both engines: the pages come, and fetch from nowhere else."""

from contextlib import closing
from http.client import HTTPConnection

import psycopg
import pytest
from django.conf import settings

from tests.conftest import Houses
from tests.proof.wire import FORM
from tests.services.browser import DESK, PHONE, People

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("engine", "processes"), [("sqlite", 1), ("postgres", 2)])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_both_programmes_open(
    live_house: Houses, people: People, engine: str, processes: int, size: tuple[int, int]
) -> None:
    house = live_house(engine, processes)
    person = people.arrive(house, size=size)
    for slug in ("helpwanted", "stopitnow"):
        person.visit(f"/{slug}/")
        assert person.page.locator("main h1").count() == 1
        width = person.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], "the page is wider than the screen"


def test_a_killed_server_leaves_the_other(live_house: Houses, people: People) -> None:
    house = live_house("postgres", 2, fresh=True)
    person = people.arrive(house)
    person.visit("/helpwanted/")
    house.kill_server(0)
    house.balancer.cut()
    person.visit("/stopitnow/")
    assert person.page.locator("main h1").count() == 1
    house.start_server(0)


def test_a_request_that_asked_the_database_leaves_no_connection_behind(live_house: Houses) -> None:
    house = live_house("postgres", 2)
    servers = house.beside
    assert servers is not None

    def ask() -> None:
        for port in house.ports:
            # a session that is not known is looked up
            cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"}
            with closing(HTTPConnection("localhost", port)) as line:
                line.request("GET", "/staff/sign-in/", headers=cookie)
                assert line.getresponse().status == 200
            # a request that is not the phone provider's is counted
            with closing(HTTPConnection("localhost", port)) as line:
                line.request("POST", "/phone/in/helpwanted/voice", headers={"Content-Type": FORM})
                assert line.getresponse().status == 403

    def connected() -> int:
        with psycopg.connect(servers[0].url(house.database)) as inside:
            row = inside.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [house.database]
            ).fetchone()
        return int(row[0]) if row else 0

    ask()
    before = connected()
    for _ in range(40):
        ask()
    assert connected() <= before + 4


def test_a_page_that_fetches_from_elsewhere_is_found(live_house: Houses, people: People) -> None:
    person = people.arrive(live_house("sqlite"))
    person.outside.append("https://elsewhere.example/")
    with pytest.raises(AssertionError, match="elsewhere"):
        person.check_unharmed()
    person.outside.clear()
