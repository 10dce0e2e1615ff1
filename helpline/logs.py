"""What may stand in a log: nothing about a visitor.

An address, a user agent or a sentence of a visitor can reach a log through any library that formats what it holds. So
the rule is an allow-list. Our own rooms log sentences without content, and these are written in full. From the known
libraries below only the template of a message is written, never what would fill it in. Of everything else only the
logger's name and level. An exception is written as its type and the lines it passed, without its text, because a
database's text quotes the row.
"""

import logging
import traceback

OWN = ("helpline", "chat", "cms", "figures", "selfhelp")
KNOWN = ("asyncio", "channels", "channels_redis", "daphne", "django", "psycopg", "redis", "wagtail")


def _is_under(name: str, roots: tuple[str, ...]) -> bool:
    return name.split(".", 1)[0] in roots


class QuietFormatter(logging.Formatter):
    """One line per record: time, level, logger, and what the allow-list lets through."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {self._message(record)}"
        # Added by Django to its request records: a number, which helps and tells nothing.
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            line += f" [status {status}]"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + exception_without_text(record.exc_info[1])
        return line

    def _message(self, record: logging.LogRecord) -> str:
        if _is_under(record.name, OWN):
            return record.getMessage()
        # A template with something filled in already cannot be told from one without; only arguments show a template.
        # Also beside an exception: Django logs a refused Host as the exception's own text.
        if _is_under(record.name, KNOWN) and isinstance(record.msg, str) and record.args:
            return record.msg.splitlines()[0] if record.msg else ""
        return "(text withheld)"


def exception_without_text(error: BaseException) -> str:
    """The type of an exception, of its causes, and the lines it passed. Never its text, never values."""
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        lines.append(f"  {kind.__module__}.{kind.__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def logging_settings() -> dict[str, object]:
    """Django's LOGGING: one handler to standard error; Django's own handlers, which mail and which echo, are off."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"quiet": {"()": "helpline.logs.QuietFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
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
