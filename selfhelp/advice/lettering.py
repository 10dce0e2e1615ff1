"""How much room words take, without a browser: good enough to break a line before it runs out of its box. Pure."""

#: widths of characters in hundredths of the size of the letters, of a plain sans serif face, rounded up
_CLASSES = (("iljI.,:;'\N{RIGHT SINGLE QUOTATION MARK}|!", 30), ('ftr()[]-/“”" ', 40), ("mwMW@%—…&", 92))
_CAPITAL, _USUAL = 70, 58
_WIDTHS = {character: hundredths for characters, hundredths in _CLASSES for character in characters}


def width(text: str, size: float) -> float:
    """The width of a line of text, in the unit of the size."""
    return sum([_hundredths(character) for character in text]) * size / 100


def _hundredths(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is None:
        known = _WIDTHS[character] = _CAPITAL if character.isupper() else _USUAL
    return known


def shortened(text: str, room: float, size: float) -> str:
    """The text, or as much of it as the room holds, ended by an ellipsis."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    return text[: _fitting(text, room - width("…", size), size)].rstrip(" .,;:-") + "…"


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters from the left fit."""
    left = room * 100 / size
    for place, character in enumerate(text):
        left -= _hundredths(character)
        if left < 0:
            return place
    return len(text)


def lines(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """The text in lines that fit, at most so many; what is left over is cut. Words longer than a line are broken."""
    rest = " ".join(text.split())
    found: list[str] = []
    while rest and len(found) < most - 1 and width(rest, size) > room:
        end = _fitting(rest, room, size)
        space = rest.rfind(" ", 0, end + 1)
        if space > 0:
            found.append(rest[:space])
            rest = rest[space + 1 :]
        else:
            end = max(_fitting(rest, room - width("-", size), size), 1)
            found.append(rest[:end] + "-")
            rest = rest[end:]
    return (*found, shortened(rest, room, size)) if rest else tuple(found)
