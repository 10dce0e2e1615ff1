"""The way to the hotline: a mail address, or an https address, or none."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpline import environment
from helpline.environment_hotline import read_hotline
from helpline.referrals import standin

MAIL = {"EMAIL_URL": "smtp://localhost:25", "EMAIL_FROM": "huis@example.org"}


def test_without_anything_there_is_none() -> None:
    found = environment.read({}).hotline
    assert (found.mail, found.url) == ("", "")


def test_a_demo_has_one_of_its_own_unless_another_is_set() -> None:
    assert read_hotline({"DEMO": "1"}).url == standin.URL
    found = read_hotline({**MAIL, "DEMO": "1", "HOTLINE_MAIL": "meldingen@example.org"})
    assert (found.mail, found.url) == ("meldingen@example.org", "")
    # nobody else can choose it
    with pytest.raises(ImproperlyConfigured):
        read_hotline({"HOTLINE_URL": standin.URL})


def test_what_is_set_is_read() -> None:
    found = environment.read(
        {**MAIL, "HOTLINE_MAIL": " meldingen@example.org ", "HOTLINE_URL": "https://intake.example.org/x?y=1"}
    ).hotline
    assert (found.mail, found.url) == ("meldingen@example.org", "https://intake.example.org/x?y=1")


@pytest.mark.parametrize("address", ["meldingen", "a@example.org, b@example.org", "Meldpunt <a@example.org>"])
def test_something_else_than_one_address_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HOTLINE_MAIL must be one address"):
        read_hotline({**MAIL, "HOTLINE_MAIL": address})


def test_a_mail_that_cannot_be_sent_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="Set EMAIL_URL"):
        read_hotline({"HOTLINE_MAIL": "meldingen@example.org"})


@pytest.mark.parametrize(
    "url",
    ["http://intake.example.org/", "intake.example.org", "https://a:b@intake.example.org/", "https://x:y/"],
)
def test_only_https_is_accepted(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HOTLINE_URL must be the https"):
        read_hotline({"HOTLINE_URL": url})


def test_a_test_may_listen_on_its_own_machine() -> None:
    assert (
        read_hotline({"HOTLINE_URL": "http://127.0.0.1:9/", "HELPLINE_TEST": "1"}).url
        == "http://127.0.0.1:9/"
    )
