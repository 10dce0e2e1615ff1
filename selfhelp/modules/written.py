"""The demo's programmes as they are written down in `demo_content/` (see FORM.md there). Reads files, nothing else."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "demo_content"
PROGRAMME, EMERGENCY = "programme", "emergency"

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenProgramme:
    """A programme in one language. modules: in the order we recommend."""

    folder: str
    language: str
    programme: Words
    emergency: Words | None
    modules: tuple[Words, ...]


def programmes() -> Iterator[WrittenProgramme]:
    """Everything that is written, Dutch before English: a translation follows its original."""
    for folder in sorted(path for path in CONTENT.iterdir() if path.is_dir()):
        for language in ("nl", "en"):
            if (folder / language / f"{PROGRAMME}.toml").is_file():
                yield _read(folder, language)


def _read(folder: Path, language: str) -> WrittenProgramme:
    files = {path.stem: tomllib.loads(path.read_text()) for path in (folder / language).glob("*.toml")}
    programme = files.pop(PROGRAMME)
    emergency = files.pop(EMERGENCY, None)
    modules = sorted(files.values(), key=lambda words: words["number"])
    return WrittenProgramme(folder.name, language, programme, emergency, tuple(modules))


def block_value(block: Words, *, html: Any, records: Mapping[str, Mapping[str, int]]) -> Any:
    """What a part of a body is, as a page keeps it. html: makes a text of a written one. records: ids by key."""
    kind = block["type"]
    values: dict[str, Any] = {
        "heading": lambda: block["text"],
        "text": lambda: html(block["html"]),
        "steps": lambda: {
            "title": block.get("title", ""),
            "items": [{"title": each["title"], "text": each.get("text", "")} for each in block["items"]],
        },
        "audio": lambda: {"title": block["title"], "sound": None, "transcript": html(block["transcript"])},
        "important": lambda: {"title": block["title"], "text": block["text"]},
        "questions": lambda: {
            "items": [
                {"question": each["question"], "answer": html(each["answer"])} for each in block["items"]
            ]
        },
        "ways": lambda: None,
        "organisations": lambda: [records[kind][key] for key in block["keys"]],
        "tips": lambda: [records[kind][key] for key in block["keys"]],
    }
    return values[kind]() if kind in values else _exercise(block)


def _exercise(block: Words) -> dict[str, Any]:
    """Everything but the type is a field of the exercise."""
    defaults: dict[str, Any] = {"help": "", "version": 1}
    return defaults | {name: value for name, value in block.items() if name != "type"}
