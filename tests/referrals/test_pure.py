"""What needs no database: web addresses, references, opening times of others."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.directory import times
from helpline.directory.times import NotTimes, Reachable
from helpline.referrals import addresses, delivery
from helpline.referrals.errors import NotAddresses

GOOD = (
    "https://voorbeeld.example/pad/beeld?nr=1#x", "http://voorbeeld.example", "voorbeeld.example/pad",
    "hxxps://voorbeeld[.]example/pad", "https://voorbeeld.example:8443/", "https://192.0.2.7/pad",
    "zeerlangeuienhost2222222222222222222222222222222222222222.onion/x",
)  # fmt: skip
BAD = (
    "een verhaal over wat er gebeurde", "data:image/png;base64,iVBORw0KGgo=", "iemand@voorbeeld.example",
    "https://naam:geheim@voorbeeld.example/", "javascript:alert(1)", "voorbeeld", "https://",
    "https://voorbeeld.example/" + "a" * 2000,
)  # fmt: skip


@pytest.mark.parametrize("line", GOOD)
def test_a_web_address_is_one(line: str) -> None:
    assert addresses.read(f"\n  {line}\r\n") == (line,)


@pytest.mark.parametrize("line", BAD)
def test_something_else_is_refused_by_its_number_and_not_repeated(line: str) -> None:
    with pytest.raises(NotAddresses) as refused:
        addresses.read(f"voorbeeld.example\n{line}")
    assert refused.value.lines == (2,)
    assert line not in repr(refused.value) + str(refused.value)
    assert refused.value.__context__ is None


def test_each_counts_once_and_there_is_a_most() -> None:
    assert addresses.read("a.example\nb.example\na.example") == ("a.example", "b.example")
    with pytest.raises(NotAddresses):
        addresses.read("\n \n")
    with pytest.raises(NotAddresses):
        addresses.read("\n".join(f"a{number}.example" for number in range(addresses.MOST + 1)))


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """Nothing but addresses gets through, and nothing else is ever raised."""
    try:
        found = addresses.read(text)
    except NotAddresses:
        return
    assert all(addresses.is_address(each) for each in found)


REFERENCES = ("MP-2026/0012", "12 ab")
NO_REFERENCES = ("", "a" * 41, "voorbeeld.example", "a:b")


@pytest.mark.parametrize(
    ("text", "can_be"), [(text, text in REFERENCES) for text in REFERENCES + NO_REFERENCES]
)
def test_no_address_fits_into_a_reference(text: str, can_be: bool) -> None:
    assert delivery.is_reference(text) is can_be


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment", "answer"),
    [
        ("ma-vr 9:00-17:00", "2026-07-07T10:00", Reachable.YES),
        ("ma-vr 9:00-17:00", "2026-07-07T16:00", Reachable.NO),  # six in the evening in Amsterdam
        ("mon-fri 09:00-17:00, sat 10:00-14:00", "2026-07-11T09:00", Reachable.YES),
        ("vr-ma 20:00-2:00", "2026-07-13T23:00", Reachable.YES),
        ("ma-vr 9:00-17:00", "2026-12-25T10:00", Reachable.UNKNOWN),
        ("altijd", "2026-12-25T10:00", Reachable.YES),
        ("", "2026-07-07T10:00", Reachable.UNKNOWN),
    ],
)
def test_whether_somebody_answers_now(written: str, moment: str, answer: Reachable) -> None:
    assert times.read(written).at(at(moment)) == answer


@pytest.mark.parametrize("text", ["werkdagen", "ma-vr", "xx 9:00-17:00", "ma 25:00-26:00", "ma 9-17"])
def test_times_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(NotTimes):
        times.read(text)
