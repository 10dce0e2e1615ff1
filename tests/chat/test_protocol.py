import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import protocol
from chat.protocol import BadFrame, Close, Hello, Ping, Seen, Send, Sync, Typing


@pytest.mark.parametrize(
    ("frame", "read"),
    [
        ({"t": "hello", "ticket": "abc", "after": 3}, Hello("abc", 3)),
        ({"t": "hello", "ticket": "abc", "after": 3, "aside": 0}, Hello("abc", 3, 0)),
        ({"t": "send", "cid": "A-1", "body": "hé 👋"}, Send("A-1", "hé 👋")),
        ({"t": "send", "cid": "A-1", "body": "x", "line": 1}, Send("A-1", "x", 1)),
        ({"t": "sync", "after": 0}, Sync(0)),
        ({"t": "seen", "delivered": 4, "read": 2}, Seen(4, 2)),
        ({"t": "typing", "on": True}, Typing(True)),
        ({"t": "ping"}, Ping()),
    ],
)
def test_what_a_client_may_say(frame: dict[str, object], read: object) -> None:
    assert protocol.parse(json.dumps(frame)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "3", '"send"', "[" * 5000, "{}", '{"t": 1}', '{"t": "nonsense"}', '{"t": ["send"]}',
        '{"t":"send","cid":"a"}', '{"t":"send","cid":"a","body":3}', '{"t":"send","cid":"","body":"x"}',
        '{"t":"send","cid":"a b","body":"x"}', '{"t":"send","cid":"%s","body":"x"}' % ("a" * 37),
        # forged: nobody says which number an entry has, who sent it, or when
        '{"t":"send","cid":"a","body":"x","seq":7}', '{"t":"send","cid":"a","body":"x","from":"counsellor"}',
        '{"t":"send","cid":"a","body":"x","at":"2020-01-01"}', '{"t":"send","cid":"a","body":"x","kind":"panel"}',
        '{"t":"send","cid":"a","body":"x","line":2}', '{"t":"send","cid":"a","body":"x","line":true}',
        '{"t":"send","cid":"a","body":"\\ud800"}',
        '{"t":"hello","ticket":"a"}', '{"t":"hello","ticket":1,"after":0}', '{"t":"hello","ticket":"a","after":-1}',
        '{"t":"sync","after":true}', '{"t":"sync","after":1.5}', '{"t":"sync","after":4294967296}',
        '{"t":"seen","delivered":1}', '{"t":"typing","on":1}', '{"t":"ping","x":1}',
    ],
)  # fmt: skip
def test_what_it_may_not(text: str) -> None:
    with pytest.raises(BadFrame) as refused:
        protocol.parse(text)
    assert refused.value.code == Close.BAD_FRAME


def test_a_frame_of_16_kib_passes_and_a_larger_one_does_not() -> None:
    def frame(size: int, letter: str) -> str:
        return json.dumps({"t": "send", "cid": "a", "body": letter * size}, ensure_ascii=False)

    overhead = len(frame(0, "x"))
    assert isinstance(protocol.parse(frame(protocol.FRAME_LIMIT - overhead, "x")), Send)
    for text in (frame(protocol.FRAME_LIMIT - overhead + 1, "x"), frame(5500, "€")):
        with pytest.raises(BadFrame) as refused:
            protocol.parse(text)
        assert refused.value.code == Close.TOO_LARGE


# Whatever arrives, it is read as a frame or refused with a code and a reason that does not repeat it.
@given(
    st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda deeper: (
                st.lists(deeper) | st.dictionaries(st.sampled_from(["t", "cid", "body", "after"]), deeper)
            ),
            max_leaves=8,
        ).map(json.dumps),
        st.fixed_dictionaries(
            {"t": st.sampled_from(["hello", "send", "sync", "seen", "typing", "ping"])},
            optional={
                name: st.none() | st.booleans() | st.integers() | st.text(max_size=40)
                for name in (
                    "cid",
                    "body",
                    "after",
                    "aside",
                    "delivered",
                    "read",
                    "on",
                    "ticket",
                    "line",
                    "seq",
                )
            },
        ).map(json.dumps),
    )
)
def test_anything_at_all(text: str) -> None:
    frame: object = None
    refused: BadFrame | None = None
    try:
        frame = protocol.parse(text)
    except BadFrame as error:
        refused = error
    if refused is None:
        assert isinstance(frame, protocol.Frame)
    else:
        assert refused.code in set(Close)
        assert len(refused.reason) < 60


def test_why_a_body_is_no_message() -> None:
    assert protocol.why_not("x" * 4000) is None
    assert protocol.why_not("x" * 4001) == "too_long"
    assert protocol.why_not(" \n\t ") == "empty"


def test_an_entry_tells_a_visitor_no_number_of_staff() -> None:
    at = datetime(2026, 7, 7, 20, 0, 0, 123456, tzinfo=UTC)
    entry = {"seq": 3, "sender": 2, "kind": 0, "body": "dag", "at": at, "client_id": "c", "staff_id": 12}
    assert protocol.entry(line=0, **entry) == {
        "t": "ev", "seq": 3, "line": 0, "from": "counsellor", "kind": "text", "body": "dag",
        "at": "2026-07-07T20:00:00.123Z", "cid": "c",
    }  # fmt: skip
    assert protocol.entry(line=1, **entry)["staff"] == 12
