"""How often somebody may come, as nginx counts it: who knocks pays more, who floods a conversation is refused."""

from tests.deploy.test_nginx import ask, told
from tests.services.nginx import Nginx


def test_who_knocks_often_pays_more_and_nobody_is_refused(echo: Nginx) -> None:
    prices = [told(echo, "/helpwanted/chat/").get("x-helpline-pressure") for _ in range(140)]
    assert prices[:30] == ["0"] * 30
    assert prices[-1] == "4"
    assert prices == sorted(prices, key=str), "it rises"
    assert set(prices) == {"0", "2", "4"}


def test_a_visitor_cannot_say_how_often_they_knock(echo: Nginx) -> None:
    assert "x-helpline-pressure" not in told(echo, "/", {"X-Helpline-Pressure": "0"})
    assert told(echo, "/stopitnow/post/", {"X-Helpline-Pressure": "9"})["x-helpline-pressure"] in "024"


def test_a_conversation_that_floods_the_road_is_refused_and_nobody_beside_it(echo: Nginx) -> None:
    def send(cookie: str) -> tuple[int, str]:
        status, headers, _ = ask(
            echo,
            "/helpwanted/chat/road/send",
            method="POST",
            headers={"Cookie": cookie, "Content-Length": "0"},
        )
        return status, headers.get("retry-after", "")

    flood = [send("language=nl; __Host-hl_visit-helpwanted=one") for _ in range(120)]
    assert flood[:60] == [(200, "")] * 60, "a page that hands over what it held back is no flood"
    assert flood[-1] == (429, "10")
    assert send("__Host-hl_visit-helpwanted=one") == (429, "10"), "it is the visit that counts"
    for other in ("__Host-hl_visit-helpwanted=two", "hl_visit-stopitnow=one more", "language=nl"):
        assert send(other) == (200, "")
    assert ask(echo, "/helpwanted/", headers={"Cookie": "__Host-hl_visit-helpwanted=one"})[0] == 200
