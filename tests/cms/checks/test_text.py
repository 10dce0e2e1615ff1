"""HTML becomes blocks of plain text, and loses no word."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks.text import Anchor, Block, parts_of_html


def blocks(source: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in parts_of_html(source).blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Een.</p><p>Twee.</p>", [("text", 0, "Een."), ("text", 0, "Twee.")]),
        ("<h2>Kop</h2>Los<h4>Kop</h4>", [("heading", 2, "Kop"), ("text", 0, "Los"), ("heading", 4, "Kop")]),
        ("<ul><li>Een</li><li>Twee</li></ul>na", [("list", 0, "Een"), ("list", 0, "Twee"), ("text", 0, "na")]),
        ("<ul><li>Een<ul><li>A</li></ul>meer</li></ul>", [("list", 0, "Een"), ("list", 0, "A"), ("list", 0, "meer")]),
        ("<ul><li>Een<li>Twee</ul><p>Na", [("list", 0, "Een"), ("list", 0, "Twee"), ("text", 0, "Na")]),
        ("<p>Een<p>Twee", [("text", 0, "Een"), ("text", 0, "Twee")]),
        ("<ul><li><p>Een</p></li></ul>", [("list", 0, "Een")]),
        ("<p>ver<b>trouw</b>en <i>is</i>\n  goed</p>", [("text", 0, "vertrouwen is goed")]),
        ("<p>Straat 1<br/>Stad</p>", [("text", 0, "Straat 1\nStad")]),
        ("<p>a&nbsp;b &amp; c&shy;d &lt;e&gt;</p>", [("text", 0, "a\u00a0b & c\u00add <e>")]),
        ("<table><tr><td>A</td><td>B</td></tr></table>", [("text", 0, "A"), ("text", 0, "B")]),
        ("<p>a</p><script>let b</script><style>c</style><p>d</p>", [("text", 0, "a"), ("text", 0, "d")]),
        ("<p> </p><p></p><h2></h2>", []),
        ("los", [("text", 0, "los")]),
        ("<p>niet dicht", [("text", 0, "niet dicht")]),
        ("</p></ul>dicht zonder open", [("text", 0, "dicht zonder open")]),
        ("<!-- niet --><p>wel</p>", [("text", 0, "wel")]),
        ("5 < 6 en 7 > 3", [("text", 0, "5 < 6 en 7 > 3")]),
    ],
)  # fmt: skip
def test_blocks(source: str, expected: list[tuple[str, int, str]]) -> None:
    assert blocks(source) == expected


def test_blocks_of_a_place_are_numbered() -> None:
    found = parts_of_html("<p>Een</p><p>Twee</p>", "body.3").blocks
    assert [(block.where, block.part) for block in found] == [("body.3", 0), ("body.3", 1)]


def test_anchors_and_pictures() -> None:
    parts = parts_of_html(
        '<p>Lees <a href="/a/"><b>onze</b>\n tips</a> of <a linktype="page" id="3"></a>'
        '<a href="/b/"><img src="x.png" alt="Bel ons"></a></p><embed embedtype="image" id="7" alt="Een telefoon"/>'
        '<a href="/c/">niet dicht'
    )
    assert parts.anchors == [
        Anchor({"href": "/a/"}, "onze tips"),
        Anchor({"linktype": "page", "id": "3"}, ""),
        Anchor({"href": "/b/"}, "Bel ons"),
        Anchor({"href": "/c/"}, "niet dicht"),
    ]
    assert parts.images == [{"src": "x.png", "alt": "Bel ons"}]
    assert parts.embeds == [{"embedtype": "image", "id": "7", "alt": "Een telefoon"}]


def test_a_heading_needs_a_level_and_nothing_else_has_one() -> None:
    for kind, level in (("heading", 0), ("heading", 7), ("text", 2), ("list", 1)):
        with pytest.raises(ValueError, match=kind):
            Block("body", kind, "x", level)  # type: ignore[arg-type]


WORD = st.text(alphabet="abcéß<>&\"'.-9\u00ad", min_size=1, max_size=8)
TAG = st.sampled_from(
    ["p", "b", "li", "ul", "h2", "div", "a", "em", "td", "table", "blockquote", "span", "h5", "i"]
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """HTML, well nested or not, with blanks around every word, and its words."""
    words, source = [], ""
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            word = draw(WORD)
            words.append(word)
            source += f" {html.escape(word)} "
        else:
            tag = draw(TAG)
            source += draw(
                st.sampled_from(
                    [f"<{tag}>", f"</{tag}>", f'<{tag} class="x>y">', f"<{tag}/>", "<br>", "<hr>"]
                )
            )
    return source, words


def texts(source: str) -> list[str]:
    return [block.text for block in parts_of_html(source).blocks]


# Whatever the tags, the words come out as they went in, all and in order.
@given(documents())
def test_no_word_is_lost(document: tuple[str, list[str]]) -> None:
    source, words = document
    assert " ".join(texts(source)).split() == words


# Inline tags divide no word; the tags of blocks always do.
@given(st.lists(st.sampled_from(["kin", "der", "bij", "een"]), min_size=2, max_size=5))
def test_inline_tags_divide_no_word(pieces: list[str]) -> None:
    assert texts("".join(f"<b>{piece}</b>" for piece in pieces)) == ["".join(pieces)]
    assert texts("".join(f"<p>{piece}</p>" for piece in pieces)) == pieces


@given(st.text(max_size=80))
def test_anything_at_all_can_be_read(source: str) -> None:
    for block in parts_of_html(source).blocks:
        assert block.text
        assert "  " not in block.text
