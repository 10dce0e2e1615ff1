"""What somebody wrote now, out of a mail's text: without what they answer to, and without their signature. Pure.

What is not certain is kept: a letter with too much in it is read, one with too little is a misunderstanding.
"""

import re

#: "On ... wrote:", "Op ... schreef ...:"; only when a quotation follows it
_ATTRIBUTION = re.compile(
    r"^(?:>\s*)?(?:on|op|am|le)\b.{0,300}\b(?:wrote|schreef|schrieb|écrit)\b.{0,200}:\s*$", re.IGNORECASE
)
_ATTRIBUTION_START = re.compile(r"^(?:on|op|am|le)\b.{0,200}\d", re.IGNORECASE)
_ATTRIBUTION_END = re.compile(r"(?:\b(?:wrote|schrieb|écrit)\s*:|\bschreef\b.*:)\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^[-_\s]*(?:original message|oorspronkelijk bericht|oorspronkelijke bericht|forwarded message|"
    r"doorgestuurd bericht)[-_\s]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\*?(?:from|van)\s*:\*?\s*\S", re.IGNORECASE)
_OTHER_HEADER = re.compile(
    r"^\*?(?:sent|verzonden|date|datum|to|aan|subject|onderwerp)\s*:\*?\s*", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^--\s*$")
_DEVICE = re.compile(
    r"^(?:sent from (?:my|outlook|yahoo)|get outlook for|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via)|"
    r"outlook voor (?:android|ios) (?:downloaden|ophalen)).{0,120}$",
    re.IGNORECASE,
)
#: characters of a line that can introduce a quotation or be a header: longer ones are somebody's words
_LONGEST = 600
#: lines around a line that are looked at
_NEAR = 6


def own_words(text: str) -> str:
    """The text without quotations, the lines that introduce them, and a marked signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = lines[: _where_the_old_begins(lines)]
    kept: list[str] = []
    for place, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        if _SIGNATURE.match(line):
            break
        if _introduces(lines, place):
            continue
        kept.append(line.rstrip())
    while kept and (not kept[-1] or _DEVICE.match(kept[-1][:_LONGEST].strip())):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _where_the_old_begins(lines: list[str]) -> int:
    """The line from which on everything is an older mail, as some programs put it under an answer."""
    for place, line in enumerate(lines):
        if len(line) > _LONGEST:
            continue
        if _SEPARATOR.match(line.strip()) and _is_header_block(lines, place + 1):
            return place
        if _is_header_block(lines, place):
            return place
    return len(lines)


def _is_header_block(lines: list[str], place: int) -> bool:
    """Whether here stands "From:", followed by two other headers within the next lines."""
    near = [line[:_LONGEST].strip() for line in lines[place : place + 8] if line.strip()]
    return (
        bool(near)
        and bool(_FROM.match(near[0]))
        and sum(bool(_OTHER_HEADER.match(line)) for line in near[1:6]) >= 2
    )


def _introduces(lines: list[str], place: int) -> bool:
    """Whether this line, or this and the next, says who wrote what is quoted below."""
    line = lines[place].strip()
    if not line or len(line) > _LONGEST or not _is_quoted_after(lines, place):
        return False
    if _ATTRIBUTION.match(line) or (_ATTRIBUTION_END.search(line) and "@" in line):
        return True
    following = _first(lines[place + 1 : place + 1 + _NEAR])
    if _ATTRIBUTION_START.match(line) and _ATTRIBUTION_END.search(following):
        return True
    before = _first(lines[max(0, place - _NEAR) : place][::-1])
    return bool(_ATTRIBUTION_END.search(line) and _ATTRIBUTION_START.match(before))


def _first(lines: list[str]) -> str:
    """The first line with words, as far as it could introduce something."""
    return next((line.strip() for line in lines if line.strip() and len(line) <= _LONGEST), "")


def _is_quoted_after(lines: list[str], place: int) -> bool:
    near = [line.strip() for line in lines[place + 1 : place + 6] if line.strip()]
    return any(line.startswith(">") for line in near[:2])
