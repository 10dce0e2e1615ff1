"""How a guide is read, and what is refused."""

import pytest

from helpline.guides.writing import BrokenGuide, Span, read

TEXT = """# For all

Read [danger](counsellor#danger) once.

## A part

### a-key: A section
1. Press [[Take next]] (<n>).
2. Type `manage.py seed` on [the page](@desk:home).

- A point with [[channel::Phone]].
> To know.
! Beware.
    manage.py nightly
    manage.py erase
"""


def test_a_guide_is_read() -> None:
    guide = read(TEXT, "all")
    assert guide.title == "For all"
    assert guide.opening[0].lines[0][1] == Span("section", "danger", "counsellor#danger")
    (section,) = guide.sections()
    assert (section.key, section.title) == ("a-key", "A section")
    assert [block.kind for block in section.blocks] == ["steps", "points", "remark", "warning", "terminal"]
    first, second = section.blocks[0].lines
    assert [span for span in first if span.kind != "text"] == [Span("word", "Take next"), Span("key", "n")]
    assert [span for span in second if span.kind != "text"] == [
        Span("typed", "manage.py seed"),
        Span("page", "the page", "desk:home"),
    ]
    assert section.blocks[1].lines[0][1] == Span("word", "Phone", "channel")
    assert [line[0].text for line in section.blocks[4].lines] == ["manage.py nightly", "manage.py erase"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no title", "begins with its title"),
        ("# T\n### a: B\nx", "stands in a part"),
        ("# T\n## P\n### No key\nx", "### key: Title"),
        ("# T\n## P\n### a: A\nx\n### a: B\ny", "two sections"),
        ("# T\n## P\n### a: A\n\n### b: B\ny", "nothing stands here"),
        ("# T\n## P\n### a: A\n1. one\n3. three", "do not count"),
        ("# T\n## P\n### a: A\none line\nand another", "a paragraph is one line"),
        ("# T\n## P\n### a: A\nPress [[Take next", "not closed"),
        ("# T\n## P\n### a: A\nPress **this**", "not understood"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(BrokenGuide, match=why):
        read(text, "all")
