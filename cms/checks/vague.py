"""Words that tell a listener nothing: of a picture, and of a link. Pure."""

import re

from cms.checks.folding import fold

#: what a link says that could stand anywhere (WCAG 2.4.4 and 2.4.9), folded and without punctuation
_VAGUE_LINKS = {
    "klik", "klik hier", "hier", "hier klikken", "klik hier voor meer informatie", "lees hier", "lees hier meer",
    "lees meer", "lees verder", "lees dit", "meer", "meer info", "meer informatie", "meer lezen", "verder", "link",
    "deze link", "via deze link", "deze pagina", "deze website", "website", "bekijk", "bekijk hier", "kijk hier",
    "ga naar", "ga verder", "download", "download hier", "info", "informatie",
    "click", "click here", "here", "press here", "tap here", "read more", "read on", "read this", "more", "more info",
    "more information", "learn more", "find out more", "see more", "see here", "this link", "this page",
    "this website", "go", "go to", "continue", "details", "more details", "information",
}  # fmt: skip

_PICTURE_WORDS = {
    "afbeelding", "beeld", "foto", "fotootje", "icoon", "illustratie", "image", "img", "logo", "photo", "pic",
    "picture", "pictogram", "plaatje", "schermafbeelding", "screenshot", "graphic", "icon", "illustration",
    "untitled", "naamloos", "alt", "alt tekst", "alt text", "banner", "header", "placeholder", "thumbnail",
}  # fmt: skip
_FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$|.*\.(?:jpe?g|png|webp|heic)$")
#: as cameras, telephones and programs name their files: IMG_2034, Schermafbeelding 2026-03-01 om 10.11.12
_MADE_UP = re.compile(
    r"(?:(?:img|dsc|dscn|dscf|pxl|mvi|wp|screenshot|screen shot|schermafbeelding|whatsapp image|image|afbeelding|photo"
    r"|foto|picture|plaatje|scan|unnamed|naamloos|untitled)(?:[\s_().:-]|\d|\b(?:om|at|van|of|ontwerp|design|pm|am)\b)*)$"
)
_HASH = re.compile(r"(?=.*\d)[0-9a-f][0-9a-f-]{14,}$")

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*$|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?/\S+$"
)


def is_vague_link(words: str) -> bool:
    """Say whether the words of a link tell nothing about where it leads."""
    return _plain(words) in _VAGUE_LINKS


def is_address(words: str) -> bool:
    """Say whether the words of a link are a web address. The bare name of a site ("example.org") is a name."""
    return _ADDRESS.match(fold(words).text.strip()) is not None


def is_wordless(words: str) -> bool:
    """Say whether there is nothing to read aloud: no letter and no figure."""
    return not any(character.isalnum() for character in fold(words).text)


def says_nothing(alt: str) -> bool:
    """Say whether an alternative text is a word for "picture", the name of a file, or a number."""
    folded = " ".join(fold(alt).text.split())
    return (
        _plain(alt) in _PICTURE_WORDS
        or not any(character.isalpha() for character in folded)
        or any(pattern.match(folded) for pattern in (_FILE_NAME, _MADE_UP, _HASH))
    )


def _plain(text: str) -> str:
    """Folded, with single blanks for everything that is no letter or figure."""
    return " ".join(re.sub(r"[^\w]|_", " ", fold(text).text).split())
