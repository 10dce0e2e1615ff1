"""A log line tells an administrator what broke and where, and nothing about whoever was there."""

import logging

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client

from helpline.logs import QuietFormatter, exception_without_text

ADDRESS = "203.0.113.77"


def line(
    name: str, message: object, *args: object, error: BaseException | None = None, **extra: object
) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)
    record.__dict__.update(extra)
    return QuietFormatter().format(record)


def test_our_own_sentences_are_written_in_full() -> None:
    assert line("chat.hub", "healed %d conversations", 3).endswith("ERROR chat.hub: healed 3 conversations")


def test_of_a_library_only_the_template_is_written() -> None:
    written = line("daphne.server", "connection %s took too long", ADDRESS)
    assert "connection %s took too long" in written
    assert ADDRESS not in written


@pytest.mark.parametrize("name", ["daphne.server", "some.library", "django.request"])
def test_a_text_that_was_filled_in_already_is_withheld(name: str) -> None:
    assert line(name, f"refused {ADDRESS}").endswith("(text withheld)")


def test_an_unknown_library_is_withheld_with_its_template() -> None:
    assert ADDRESS not in line("some.library", f"{ADDRESS} did %s", "this")


def test_an_exception_is_written_without_its_text() -> None:
    def fail() -> None:
        try:
            {}[ADDRESS]
        except KeyError as cause:
            raise ValueError(f"Key (code)=({ADDRESS}) already exists") from cause

    with pytest.raises(ValueError, match="exists") as caught:
        fail()
    written = line("chat.hub", "broke", error=caught.value)
    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert "in fail" in written
    assert ADDRESS not in written


def test_a_chain_of_exceptions_that_bites_its_tail_ends() -> None:
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert exception_without_text(one).count("ValueError") == 2


def test_a_status_is_kept() -> None:
    assert line("django.request", "%s: %s", "Broken", "/x", status_code=500).endswith("[status 500]")


def test_every_handler_of_the_house_uses_the_quiet_form() -> None:
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    django_ones = [handler for handler in handlers if type(handler).__module__.startswith("django")]
    assert django_ones == []
    assert any(isinstance(handler.formatter, QuietFormatter) for handler in logging.getLogger().handlers)


@pytest.mark.django_db
def test_an_unknown_address_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    Client(REMOTE_ADDR=ADDRESS).get("/no/such/page/")
    assert [record for record in caplog.records if record.name == "django.request"] == []


def test_a_refused_host_is_not_written() -> None:
    """Django logs it as the exception's own text, with the exception beside it."""
    refusal = DisallowedHost(f"Invalid HTTP_HOST header: '{ADDRESS}'.")
    written = line("django.security.DisallowedHost", str(refusal), error=refusal)
    assert "DisallowedHost" in written
    assert ADDRESS not in written
