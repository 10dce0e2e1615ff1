"""A log line tells an administrator what broke and where, and nothing about whoever was there."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client

from chat.erasers import ERASERS
from helpline import metrics
from helpline.logs import FIELDS, WITHHELD, JsonFormatter, harmless, know, scrubbed
from helpline.mail.errors import BridgeFailed
from tests.house.tree import ROOT

ADDRESS = "203.0.113.77"


def record(
    name: str, message: object, *args: object, error: BaseException | None = None, **extra: object
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)
    made.__dict__.update(extra)
    return made


def line(
    name: str, message: object, *args: object, error: BaseException | None = None, **extra: object
) -> dict[str, Any]:
    written = JsonFormatter().format(record(name, message, *args, error=error, **extra))
    assert "\n" not in written, "one line for each event"
    assert ADDRESS not in written
    told: dict[str, Any] = json.loads(written)
    return told


def counted(name: str) -> float:
    return metrics.REGISTRY.get_sample_value(name) or 0.0


def test_a_line_says_when_how_bad_who_and_what() -> None:
    told = line("chat.hub", "healed %d conversations", 3)
    assert told.pop("at").endswith("Z")
    assert told == {"level": "error", "logger": "chat.hub", "event": "healed 3 conversations"}


@pytest.mark.parametrize(
    ("value", "written"),
    [("OSError", "OSError"), ("BridgeFailed", "BridgeFailed"), (metrics.Route.CHAT_ROAD, "chat_road"), (12, 12),
     ("chat_road", "chat_road"), (0.5, 0.5), (True, "true"), (OSError("x"), "OSError"),
     (BridgeFailed("FETCH was refused").code, "FETCH_was_refused"), (ERASERS[0].kind, ERASERS[0].kind)],
)  # fmt: skip
def test_what_the_program_knows_is_written(value: object, written: object) -> None:
    assert harmless(value) == written
    assert line("chat.hub", "seen: %s", value)["event"] == f"seen: {written}"


# Each of these is written as a code is, and each can be somebody: a name, an account, a host of mail, an address.
@pytest.mark.parametrize(
    "value",
    ["Vogelaar", "Kanarie.Vogelaar", "jan_1990", "proefpost.example", "fe80::7f53:2f65", "chat.Vogelaar"],
)
def test_what_only_looks_like_a_code_is_withheld(value: str) -> None:
    assert harmless(value) is None
    assert line("chat.hub", "seen: %s", value)["event"] == f"seen: {WITHHELD}"
    assert "kind" not in line("chat.hub", "broke", kind=value)


def test_a_class_of_exceptions_that_is_loaded_later_is_known() -> None:
    assert harmless("LoadedLaterForThisTest") is None
    kept = type("LoadedLaterForThisTest", (ValueError,), {})
    assert harmless("LoadedLaterForThisTest") == kept.__name__


@pytest.mark.parametrize("word", ["a sentence of ours", "", "code_0612834759", ADDRESS])
def test_only_a_code_can_be_made_known(word: str) -> None:
    with pytest.raises(ValueError, match="short code"):
        know(word)
    assert harmless(word) is None


@pytest.mark.parametrize(
    "value",
    [ADDRESS, "Kanarie Vogelaar", "kanarie@example.org", "+31612834759", 31612834759, b"x", ["x"], {"a": 1}, "",
     "x" * 70, "code_0612834759", "/helpwanted/", object()],
)  # fmt: skip
def test_whatever_else_fills_in_a_sentence_is_withheld_and_counted(value: object) -> None:
    before = counted("helpline_log_values_withheld_total")
    assert line("chat.hub", "seen: %s", value)["event"] == f"seen: {WITHHELD}"
    assert counted("helpline_log_values_withheld_total") == before + 1


def test_a_number_that_is_withheld_leaves_the_template() -> None:
    assert line("chat.hub", "seen: %d", 31612834759)["event"] == "seen: %d"


def test_of_a_library_only_the_template_is_written() -> None:
    told = line("daphne.server", "connection %s took too long", ADDRESS)
    assert told["event"] == "connection %s took too long"


@pytest.mark.parametrize("name", ["daphne.server", "some.library", "django.request", "py.warnings"])
def test_a_text_that_was_filled_in_already_is_withheld(name: str) -> None:
    assert line(name, f"refused {ADDRESS}")["event"] == WITHHELD


def test_an_unknown_library_is_withheld_with_its_template() -> None:
    assert line("some.library", f"{ADDRESS} did %s", "this")["event"] == WITHHELD


def test_an_object_that_is_logged_is_withheld() -> None:
    assert line("chat.hub", ValueError(ADDRESS))["event"] == WITHHELD


def test_a_field_that_is_not_on_the_list_is_dropped_and_counted() -> None:
    before = counted("helpline_log_fields_dropped_total")
    told = line("chat.hub", "broke", route="chat", address=ADDRESS, request=object(), kind=ADDRESS)
    assert told["route"] == "chat"
    assert set(told) == {"at", "level", "logger", "event", "route"}
    assert counted("helpline_log_fields_dropped_total") == before + 3


def test_no_line_has_another_field() -> None:
    told = line("chat.hub", "broke", error=ValueError(ADDRESS), **dict.fromkeys(FIELDS, 5))
    assert set(told) <= {"at", "level", "logger", "event", "error", *FIELDS}


def test_an_exception_is_written_without_its_text() -> None:
    def fail() -> None:
        try:
            {}[ADDRESS]
        except KeyError as cause:
            raise ValueError(f"Key (code)=({ADDRESS}) already exists") from cause

    with pytest.raises(ValueError, match="exists") as caught:
        fail()
    error = line("chat.hub", "broke", error=caught.value)["error"]
    assert [each["type"] for each in error] == ["builtins.ValueError", "builtins.KeyError"]
    assert error[1]["lines"][-1].startswith("tests/house/test_logs.py:")
    assert error[1]["lines"][-1].endswith(" in fail")


def test_of_others_only_the_place_where_it_broke_is_written() -> None:
    with pytest.raises(ValueError, match="delimiter") as caught:
        json.loads('{"a": "' + ADDRESS + '"')
    lines = line("chat.hub", "broke", error=caught.value)["error"][0]["lines"]
    assert lines[0].startswith("tests/house/test_logs.py:")
    assert lines[1].startswith("... ")
    assert lines[2].startswith("json/decoder.py:")
    assert len(lines) == 3


def test_a_chain_of_exceptions_that_bites_its_tail_ends() -> None:
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert len(scrubbed(one)) == 2


def test_a_status_is_kept() -> None:
    assert line("django.request", "%s: %s", "Broken", "/x", status_code=500)["status"] == 500


@pytest.mark.parametrize(("number", "is_written"), [("482-193", True), (ADDRESS, False), ("4821934", False)])
def test_the_number_of_an_incident_comes_from_the_request(number: str, is_written: bool) -> None:
    class Request:
        incident = number

    told = line("django.request", "%s: %s", "Broken", "/x", request=Request())
    assert told.get("incident") == (number if is_written else None)


def test_every_handler_of_the_house_uses_this_form() -> None:
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    django_ones = [handler for handler in handlers if type(handler).__module__.startswith("django")]
    assert django_ones == []
    assert any(isinstance(handler.formatter, JsonFormatter) for handler in logging.getLogger().handlers)


@pytest.mark.django_db
def test_an_unknown_address_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    Client(REMOTE_ADDR=ADDRESS).get("/no/such/page/")
    assert [each for each in caplog.records if each.name == "django.request"] == []


def test_a_refused_host_is_not_written() -> None:
    """Django logs it as the exception's own text, with the exception beside it."""
    refusal = DisallowedHost(f"Invalid HTTP_HOST header: '{ADDRESS}'.")
    told = line("django.security.DisallowedHost", str(refusal), error=refusal)
    assert told["event"] == WITHHELD
    assert told["error"][0]["type"].endswith("DisallowedHost")


PROGRAM = """
import logging, threading, warnings
from helpline.logs import logging_settings, take_over
from logging.config import dictConfig
dictConfig(logging_settings())
take_over()
secret = "kanarie.vogelaar@proefpost.example"
warnings.warn("naive moment of " + secret)
thread = threading.Thread(target=lambda: {}[secret])
thread.start()
thread.join()
def fail():
    raise ValueError("Key (email)=(" + secret + ") already exists")
fail()
"""


def test_what_python_itself_would_print_is_written_like_everything_else() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "kanarie" not in ended.stdout + ended.stderr
    told = [json.loads(each) for each in ended.stderr.splitlines()]
    assert [each["logger"] for each in told] == ["py.warnings", "helpline", "helpline"]
    assert [each["error"][0]["type"] for each in told[1:]] == ["builtins.KeyError", "builtins.ValueError"]
