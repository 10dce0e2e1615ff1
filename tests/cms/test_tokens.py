"""The contrast ratios that stand in the stylesheet are computed again."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "cms/static/site/tokens.css"
_BLOCK = re.compile(r"\.theme-([a-z]+) \{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});(?:\s*/\* on (.*?) \*/)?")

#: what carries no words: edges of fields, focus rings, the main button's fill
GRAPHICS = {"line", "focus"}
#: the main button: large bold words
LARGE = {("accent-ink", "accent")}
IN_BUBBLES = {("link", "own")}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least(name: str, ground: str) -> float:
    if name in GRAPHICS:
        return 3.0
    if (name, ground) in LARGE or (name, ground) in IN_BUBBLES:
        return 4.5
    return 7.0


def themes() -> list[tuple[str, dict[str, str], list[tuple[str, str, float]]]]:
    found = []
    for theme, body in _BLOCK.findall(TOKENS.read_text()):
        colours, said = {}, []
        for name, value, pairs in _TOKEN.findall(body):
            colours[name] = value
            for pair in filter(None, pairs.split(", ")):
                ground, number = pair.split(" ")
                said.append((name, ground, float(number)))
        found.append((theme, colours, said))
    return found


def test_every_theme_has_a_light_and_a_dark_side() -> None:
    assert [theme for theme, _, _ in themes()] == ["helpwanted"] * 2 + ["stopitnow"] * 2 + ["desk"] * 2


@pytest.mark.parametrize("index", range(6))
def test_said_ratios_are_true_and_high_enough(index: int) -> None:
    theme, colours, said = themes()[index]
    assert len(said) > 20, theme
    for name, ground, number in said:
        true = ratio(colours[name], colours[ground])
        assert int(true * 100) / 100 == number, f"{theme}: --{name} on --{ground} is {true:.2f}"
        assert true >= least(name, ground), f"{theme}: --{name} on --{ground} is {true:.2f}"


def test_no_stylesheet_names_a_colour_of_its_own() -> None:
    """Colours come from the tokens. White behind a QR code and shadows are not colours of the look."""
    root = TOKENS.parents[3]
    sheets = [*root.glob("cms/static/site/*.css"), *root.glob("chat/static/chat/*.css")]
    assert len(sheets) > 4
    for sheet in sheets:
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!.*QR)", sheet.read_text()) in ([], ["#fff"]), sheet.name
