"""A whole programme as one PDF, made on the server: everything to read, and room to write.

It holds published pages only, so the same file goes to everybody. It is set by typst, which gets the words as data:
nothing that stands in a page is read as markup. Making one takes a second or two of one core, so each process keeps
what it made until something of the programme is published anew, and makes one at a time.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.checks.text import parts_of_html
from helpline.paper import set_pdf
from selfhelp.modules import queries
from selfhelp.modules.blocks import ExerciseBlock, exercises_in
from selfhelp.modules.exercises import Exercise, Kind
from selfhelp.modules.models import ProgrammePage

FOLDER = Path(__file__).parent
#: as many programmes in as many languages are kept ready
ROOM = 8

_lock = threading.Lock()
_made: dict[tuple[int, int], bytes] = {}


def of(self_help: ProgrammePage) -> bytes:
    """The PDF of a programme as it is published now, in the active language."""
    key = (self_help.pk, queries.state(self_help))
    found = _made.get(key)
    if found is not None:
        return found
    with _lock:
        if key not in _made:
            if len(_made) >= ROOM:
                _made.clear()
            _made[key] = make(document(self_help))
        return _made[key]


def forget() -> None:
    """Make each anew."""
    _made.clear()


def make(data: dict[str, Any]) -> bytes:
    """The PDF of a document."""
    return set_pdf(FOLDER / "paper.typ", data)


def document(self_help: ProgrammePage) -> dict[str, Any]:
    """Everything the PDF says, as plain data."""
    modules = self_help.modules
    chapters = [chapter for module in modules for chapter in module.chapters]
    quizzes = [each for chapter in chapters for each in exercises_in(chapter.body) if each.kind is Kind.QUIZ]
    emergency = self_help.emergency
    return {
        "language": self_help.locale.language_code,
        "title": _("Workbook"),
        "intro": self_help.intro,
        "words": _words(),
        "emergency": [{"title": emergency.title, "parts": list(_parts(emergency.body))}] if emergency else [],
        "modules": [
            {
                "number": module.number,
                "title": module.title,
                "things": module.things,
                "score": {
                    "question": module.score_question,
                    "low": module.score_low,
                    "high": module.score_high,
                },
                "chapters": [
                    {
                        "title": chapter.title,
                        "closing": chapter.is_closing,
                        "parts": list(_parts(chapter.body)),
                    }
                    for chapter in module.chapters
                ],
            }
            for module in modules
        ],
        "quizzes": [_exercise(each) for each in quizzes],
    }


def _words() -> dict[str, str]:
    return {
        "workbook": _("Workbook"),
        "yours": _("This paper is yours. Keep it where others do not look."),
        "contents": _("Contents"),
        "helps": _("What this module helps you do"),
        "other": _("Something else"),
        "day": _("Day"),
        "when_short": _("When?"),
        "what_happened": _("What happened?"),
        "gives": _("What does it give you?"),
        "costs": _("What does it cost you?"),
        "what": _("What am I going to do?"),
        "when": _("When, or after what?"),
        "answers": _("What we think"),
        "yes": _("yes."),
        "no": _("no."),
    }


def _parts(stream: Any) -> Iterator[dict[str, Any]]:
    """What is read and what is asked, in order. What changes by the hour (ways in, numbers) is not for paper."""
    for part in stream:
        value, kind = part.value, part.block_type
        if isinstance(part.block, ExerciseBlock):
            yield {"kind": "exercise", "exercise": _exercise(part.block.exercise(value))}
        elif kind == "heading":
            yield {"kind": "heading", "text": value}
        elif kind == "text":
            yield from _html(value.source)
        elif kind == "audio":
            yield {"kind": "heading", "text": value["title"]}
            yield from _html(value["transcript"].source)
        elif kind == "steps":
            items = [{"title": step["title"], "text": step["text"]} for step in value["items"]]
            yield {"kind": "steps", "title": value["title"], "items": items}
        elif kind == "important":
            yield {"kind": "important", "title": value["title"], "text": value["text"]}
        elif kind == "questions":
            for each in value["items"]:
                yield {"kind": "heading", "text": each["question"]}
                yield from _html(each["answer"].source)


def _html(html: str) -> Iterator[dict[str, Any]]:
    """Paragraphs and lists."""
    items: list[str] = []
    for block in parts_of_html(html, "").blocks:
        if block.kind == "list":
            items.append(block.text)
            continue
        if items:
            yield {"kind": "list", "items": items}
            items = []
        yield {"kind": "text", "text": block.text}
    if items:
        yield {"kind": "list", "items": items}


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "kind": str(exercise.kind),
        "title": exercise.title,
        "help": exercise.help,
        "lines": exercise.lines,
        "low": exercise.low,
        "high": exercise.high,
        "low_label": exercise.low_label,
        "high_label": exercise.high_label,
        "options": [
            {"label": option.label, "right": option.right, "explanation": option.explanation}
            for option in exercise.options
        ],
        "other": exercise.other,
        "columns": [column.label for column in exercise.columns],
        "suggestions": list(exercise.suggestions),
        "now_label": exercise.now_label,
        "change_label": exercise.change_label,
    }
