"""Telephone numbers and addresses: what can be dialled and opened, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.directory import facts

GOOD = {
    "112": "112",
    "113": "113",
    "116 111": "116111",
    "14 020": "14020",
    "0800-0113": "08000113",
    "0800-2000": "08002000",
    "0900 8844": "09008844",
    "030 123 45 67": "0301234567",
    "06-12345678": "0612345678",
    "+31 20 123 45 67": "+31201234567",
}


@pytest.mark.parametrize(("written", "dialled"), GOOD.items())
def test_a_number_is_dialled_without_the_signs_between(written: str, dialled: str) -> None:
    assert facts.dialled(written) == dialled


@pytest.mark.parametrize(
    "written",
    [
        "", "-", "12", "1234", "0800", "0800-01", "0800-01234", "030 123", "tel:112", "112;", "112\n", " 112", "112 ",
        "0800--0113", "0800-0113#1", "call 112", "+0612345678", "00 31 20 1234567", "+31", "\u0661\u0661\u0662",
    ],
)  # fmt: skip
def test_what_cannot_be_dialled_is_refused(written: str) -> None:
    with pytest.raises(facts.NotAPhoneNumber):
        facts.dialled(written)


@given(st.text(max_size=30))
def test_whatever_is_accepted_is_safe_in_an_address(text: str) -> None:
    """A number that is accepted dials figures only, perhaps with a plus in front."""
    try:
        dialled = facts.dialled(text)
    except facts.NotAPhoneNumber:
        return
    bare = dialled.removeprefix("+")
    assert bare.isascii()
    assert bare.isdigit()


@pytest.mark.parametrize(
    ("number", "paid"),
    [
        ("0900-8844", True),
        ("0906-1234567", True),
        ("0800-0113", False),
        ("112", False),
        ("030 1234567", False),
    ],
)
def test_paid_numbers_are_known(number: str, paid: bool) -> None:
    assert facts.costs_money(number) is paid


@pytest.mark.parametrize(
    "address",
    [
        "https://www.113.nl/", "https://113.nl", "https://help.example.org/a?b=c#d",
        "https://centrum-x.example.nl/pad/",
    ],
)  # fmt: skip
def test_a_whole_https_address_is_taken(address: str) -> None:
    assert facts.is_https_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "www.113.nl", "http://www.113.nl/", "javascript:alert(1)", "https:///113.nl", "https://localhost/",
        "https://10.0.0.1/", "https://[::1]/", "https://somebody@113.nl/", "https://a:b@113.nl/",
        "https://113.nl:8443/", "https://113.nl:x/", "https://113 .nl/", "https://113.nl/\n", "https://-113.nl/",
        "https://\u0131nstagram.com/", "//113.nl/", "https://[113.nl/",
    ],
)  # fmt: skip
def test_another_address_is_refused(address: str) -> None:
    assert not facts.is_https_address(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://www.113.nl/x", "113.nl"), ("https://faq.whatsapp.com/", "faq.whatsapp.com"), ("", "")],
)
def test_a_site_is_named_as_people_say_it(address: str, host: str) -> None:
    assert facts.host_of(address) == host
