"""Whatever a browser sends as a frame, it is read as one or refused with a code; the reason repeats nothing of it."""

import asyncio
import json

from hypothesis import strategies as st

from chat import protocol, road
from chat.protocol import BadFrame, Close
from tests.services.fuzz import fuzz, in_time, junk, mutations, scribbled

FRAMES = [
    {"t": "hello", "ticket": "abc", "after": 3, "aside": 0},
    {"t": "send", "cid": "A-1", "body": "hé 👋", "line": 1},
    {"t": "sync", "after": 0},
    {"t": "seen", "delivered": 4, "read": 2},
    {"t": "typing", "on": True},
    {"t": "ping"},
]
ANY = st.one_of(
    st.text(max_size=200),
    junk.map(json.dumps),
    st.sampled_from(FRAMES).flatmap(mutations),
    st.sampled_from(FRAMES).flatmap(lambda frame: scribbled(json.dumps(frame).encode())).map(
        lambda raw: raw.decode(errors="replace")
    ),
)  # fmt: skip
#: what takes readers of JSON long, or breaks them
BOMBS = [
    "[" * 16_000, '{"t":' * 3000, '{"t":"send","cid":"a","body":"' + "\\" * 16_000, "1" * 16_000, "-" * 16_000,
    '{"t":"sync","after":' + "9" * 5000 + "}", '{"t":"sync","after":1e999}', '{"t":"sync","after":NaN}',
    '{"t":"ping",' + ",".join(f'"{n}":0' for n in range(1500)) + "}", "\ud800" * 4000, "\0" * 16_000,
]  # fmt: skip


def _read(text: str) -> None:
    try:
        frame = protocol.parse(text)
    except BadFrame as refused:
        assert refused.code in set(Close)
        assert len(refused.reason) < 60
        return
    assert isinstance(frame, protocol.Frame)
    if isinstance(frame, protocol.Send):
        frame.body.encode()  # what is sealed has to be letters


def _handed_over(text: str) -> None:
    """The same on the plain road, where a page hands over what it had not said."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": text.encode(errors="surrogatepass"), "more_body": False}

    try:
        fields = asyncio.run(road._body(receive, protocol.REST_LIMIT))
        protocol.read_rest(fields)
    except road.Refused as refused:
        assert refused.status in (400, 413)
    except BadFrame as refused:
        assert len(refused.reason) < 60


def test_any_frame_is_read_or_refused() -> None:
    fuzz("frames of the chat", ANY, _read, some=300, full=100_000)


def test_whatever_a_page_hands_over_is_read_or_refused() -> None:
    rest = {"messages": [{"cid": "a", "body": "een"}, {"cid": "b", "body": "twee"}]}
    fuzz("what a page hands over", mutations(rest) | ANY, _handed_over, some=150, full=10_000)


def test_no_frame_takes_long() -> None:
    for bomb in BOMBS:
        in_time("a frame", lambda bomb=bomb: _read(bomb), seconds=0.2)
