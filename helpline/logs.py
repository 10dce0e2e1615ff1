"""What may stand in a log: nothing about a visitor. One line of JSON for each event.

An address, a user agent or a sentence of a visitor can reach a log through any library that formats what it holds. So
everything here is an allow-list:

- a line has the fields below and no others. What else a record carries is left out, and counted;
- our own rooms log sentences that stand in the code. What fills them in is written when the program knows the value
  itself: a small number, a member of an enum, the name of a class of exceptions, or a word that a room gave to
  `know`. How a text is written proves nothing: a name, a birthday or an address can look like a code. Everything else
  is withheld, and counted;
- from the known libraries only the template of a message is written, never what would fill it in. Of everything else
  only the logger's name and level;
- an exception is written as its type and the lines of our code that it passed: without its text, because a database's
  text quotes the row, and without values.

    at level logger event   always
    incident                the number that the person saw, so that the line can be found
    status route kind count seconds
                            such values, which whoever logs adds with `extra`
    error                   [{"type": ..., "lines": [...]}, ...]: the exception, and what caused it
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import TracebackType

from helpline import incidents, metrics

OWN = ("helpline", "chat", "cms", "figures", "selfhelp")
KNOWN = ("asyncio", "channels", "channels_redis", "daphne", "django", "psycopg", "redis", "wagtail")
#: what `extra` may add
FIELDS = frozenset({"count", "incident", "kind", "route", "seconds", "status"})
#: what other names mean
_RENAMED = {"status_code": "status"}  # Django's, on its request records
WITHHELD = "(withheld)"

_ROOT = Path(__file__).resolve().parent.parent
_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {
    "message",
    "asctime",
    "taskName",
}
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,59}")
_LONG_NUMBER = re.compile(r"[0-9]{7}")
_LARGEST_NUMBER = 9_999_999
_LONGEST_EVENT = 300
_LIBRARY = re.compile(r".*/(?:site-packages|dist-packages|python3\.\d+)/(.+)")


def _is_under(name: str, roots: tuple[str, ...]) -> bool:
    return name.split(".", 1)[0] in roots


#: the values of the house's own enums that are logged and counted, and what rooms have given to `know`
_words: set[str] = {str(each) for kind in (metrics.Route, metrics.Socket, metrics.Job) for each in kind}
_exceptions: set[str] = set()


def know(*words: str) -> None:
    """Let these words of the program stand in the log: called where they are written down, as the house starts.

    Raises ValueError for what is no short code: a sentence of ours belongs into the message itself.
    """
    for word in words:
        if not _CODE.fullmatch(word) or _LONG_NUMBER.search(word):
            raise ValueError("a word of the log is a short code")
    _words.update(words)


def _is_exception(name: str) -> bool:
    """Whether a loaded class of exceptions is called so."""
    if name not in _exceptions:
        # a module may have been loaded since; what is not known is rare, so looking again costs nobody anything
        left: list[type[BaseException]] = [BaseException]
        seen: set[type[BaseException]] = set()
        while left:
            kind = left.pop()
            if kind not in seen:
                seen.add(kind)
                left += type.__subclasses__(kind)
        _exceptions.update(kind.__name__ for kind in seen)
    return name in _exceptions


def harmless(value: object) -> object | None:
    """What of a value can stand in a log: nothing but what the program itself knows. Else None.

    That is a small number, a member of an enum (as its value), an exception (as its type), and a text that is the name
    of a class of exceptions or a word that `know` was told.
    """
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, Enum):
        return harmless(value.value) if not isinstance(value.value, str) else str(value.value)
    if isinstance(value, int | float):
        return value if abs(value) <= _LARGEST_NUMBER else None
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str) and (value in _words or _is_exception(value)):
        return value
    return None


class JsonFormatter(logging.Formatter):
    """One line of JSON per record, with what the allow-list lets through."""

    def format(self, record: logging.LogRecord) -> str:
        level = record.levelname.lower()
        metrics.log_lines.add(level, record.name.split(".", 1)[0])
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at.replace("+00:00", "Z"),
            "level": level,
            "logger": record.name,
            "event": self._event(record)[:_LONGEST_EVENT],
            **_fields(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = scrubbed(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)

    def _event(self, record: logging.LogRecord) -> str:
        if not isinstance(record.msg, str):
            metrics.log_withheld.add()
            return WITHHELD
        if _is_under(record.name, OWN):
            return _filled_in(record)
        # A template with something filled in already cannot be told from one without; only arguments show a template.
        # Also beside an exception: Django logs a refused Host as the exception's own text.
        if _is_under(record.name, KNOWN) and record.args:
            return record.msg.splitlines()[0] if record.msg else ""
        metrics.log_withheld.add()
        return WITHHELD


def _filled_in(record: logging.LogRecord) -> str:
    template = str(record.msg)
    if not record.args:
        return template
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    values = [harmless(argument) for argument in arguments]
    if None in values:
        metrics.log_withheld.add(n=values.count(None))
    try:
        return template % tuple(WITHHELD if value is None else value for value in values)
    except (TypeError, ValueError):  # a number was wanted where it is withheld
        return template


def _fields(record: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = {}
    dropped = 0
    for name, value in record.__dict__.items():
        if name in _STANDARD:
            continue
        field = _RENAMED.get(name, name)
        told = value if field == "incident" and incidents.is_number(value) else harmless(value)
        if field in FIELDS and told is not None:
            found[field] = told
        else:
            dropped += 1
    # Django puts the request beside its line; the number on the page stands on it
    number = getattr(getattr(record, "request", None), "incident", None)
    if incidents.is_number(number):
        found["incident"] = number
    if dropped:
        metrics.log_dropped.add(n=dropped)
    return found


def scrubbed(error: BaseException) -> list[dict[str, object]]:
    """An exception and what caused it: types, and the lines of ours that it passed. Never its text, never values."""
    found: list[dict[str, object]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        found.append(
            {"type": f"{kind.__module__}.{kind.__qualname__}", "lines": list(_lines(current.__traceback__))}
        )
        current = current.__cause__ or current.__context__
    return found


def _lines(trace: TracebackType | None) -> Iterator[str]:
    """Our own lines, and of what others did between them only how many; of the place where it broke always."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    passed = 0
    for number, frame in enumerate(frames, start=1):
        path = Path(frame.filename)
        is_ours = path.is_relative_to(_ROOT) and ".venv" not in path.parts
        if not is_ours and number < len(frames):
            passed += 1
            continue
        if passed:
            yield f"... {passed} elsewhere"
            passed = 0
        if is_ours:
            place = str(path.relative_to(_ROOT))
        else:
            library = _LIBRARY.fullmatch(frame.filename)
            place = library[1] if library else WITHHELD
        yield f"{place}:{frame.lineno} in {frame.name}"


def take_over() -> None:
    """Have what Python itself would print to standard error written like every other line: for manage.py.

    That is an exception nobody caught, in whatever thread, and warnings. What the settings refuse stays in words: it
    is for whoever starts the program, and repeats no secret.
    """
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    if isinstance(error, ImproperlyConfigured) and not settings.configured:  # what the settings refuse
        sys.stderr.write(f"Not started: {error}\n")
        return
    if isinstance(error, ImproperlyConfigured | KeyboardInterrupt) or error is None:
        sys.__excepthook__(kind, error or kind(), trace)
        return
    try:
        if settings.DEBUG:
            sys.__excepthook__(kind, error, trace)
            return
    except ImproperlyConfigured:
        pass
    logging.getLogger("helpline").critical("the program ended with a fault", exc_info=error)


def logging_settings() -> dict[str, object]:
    """Django's LOGGING: one handler to standard error; Django's own handlers, which mail and which echo, are off."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "helpline.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": "INFO"} for name in OWN},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Its warnings are one per unknown address, and say which.
            "django.request": {"level": "ERROR"},
            # The development server's access log.
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
        },
    }
