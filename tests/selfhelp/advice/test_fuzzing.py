"""Whatever file an editor brings in as a tree, it becomes a document that can be kept, or is refused with a place."""

import json
from typing import Any

import pytest

from selfhelp.advice import form, reading
from selfhelp.advice.errors import ImportRefused
from selfhelp.advice.tree import Text
from tests.selfhelp.advice.trees import small
from tests.services.fuzz import fuzz, in_time, junk, mutations, scribbled
from tests.services.sizes import IS_FULL

DOCUMENT = form.of_document(
    form.Document(
        "helpwanted",
        Text("Hulp", "Help"),
        small(),
        (form.Scenario("Dreiging", {"danger": ("no",), "who": ("me",), "what": ("threat",)}, "stop"),),
    )
)
WHOLE = json.dumps(DOCUMENT)


def _read(data: bytes) -> None:
    try:
        document = reading.read(data)
    except ImportRefused as refused:
        assert 0 < len(refused.problems) <= reading.MOST_PROBLEMS
        return
    kept = json.dumps(form.of_document(document), ensure_ascii=False)
    kept.encode()  # letters
    assert "\\u0000" not in kept  # which no database keeps


def test_any_tree_is_read_or_refused() -> None:
    texts = mutations(DOCUMENT) | junk.map(json.dumps)
    fuzz(
        "trees of the advice module",
        texts.map(str.encode) | scribbled(WHOLE.encode()),
        _read,
        some=150,
        full=20_000,
    )


@pytest.mark.parametrize("letters", ["\\u0000", "a\\ud800", "\\udc00b"])
def test_letters_that_no_database_keeps_are_refused(letters: str) -> None:
    with pytest.raises(ImportRefused):
        reading.read(WHOLE.replace("Hulp", letters, 1).encode())


def test_no_file_takes_long() -> None:
    size = reading.LARGEST_FILE if IS_FULL else reading.LARGEST_FILE // 8
    nested: Any = DOCUMENT | {"title": "HERE"}
    for bomb in (
        "[" * size, '{"a":' * (size // 5), "9" * size, "1" + "0" * 5000, '"' + "\\u0000" * (size // 6) + '"',
        json.dumps({"nodes": [{}] * (size // 4)}), json.dumps(DOCUMENT | {"nodes": DOCUMENT["nodes"] * (size // 3000)}),
        json.dumps({str(n): 0 for n in range(size // 10)}), WHOLE.replace('"Hulp"', "9" * 5000, 1),
        *(json.dumps(nested).replace('"HERE"', "[" * deep + "]" * deep) for deep in (600, 800, 900, 960, 980)),
    ):  # fmt: skip
        in_time("a tree", lambda bomb=bomb: _read(bomb.encode()), seconds=8.0 if IS_FULL else 2.0)
