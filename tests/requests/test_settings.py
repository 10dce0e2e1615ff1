"""The address of the office: one, and only where mail can be sent."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpline import environment

MAIL = {"EMAIL_URL": "smtp://localhost:25", "EMAIL_FROM": "huis@example.org"}


def test_the_office_s_address() -> None:
    assert environment.read({}).requests_office_mail == ""
    found = environment.read({**MAIL, "REQUESTS_OFFICE_MAIL": " bureau@example.org "})
    assert found.requests_office_mail == "bureau@example.org"


@pytest.mark.parametrize(
    "address", ["bureau", "bureau@example.org, ander@example.org", "Bureau <bureau@example.org>", "a@b;c@d"]
)
def test_something_else_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="REQUESTS_OFFICE_MAIL must be one address"):
        environment.read({**MAIL, "REQUESTS_OFFICE_MAIL": address})


def test_without_mail_it_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="Set EMAIL_URL"):
        environment.read({"REQUESTS_OFFICE_MAIL": "bureau@example.org"})
