"""Words of pictures and links that tell a listener nothing."""

import pytest

from cms.checks import vague


@pytest.mark.parametrize(
    "alt",
    [
        "image", "Afbeelding", "foto", "Foto.", "plaatje", "logo", "picture", "Alt-tekst",
        "IMG_2034", "IMG_2034.JPG", "img 2034", "DSC00012", "dscn0123.jpg", "meisje-telefoon.png", "mijn foto.jpeg",
        "Schermafbeelding 2026-03-01 om 10.11.12", "Screenshot 2026-03-01 at 10.11.12", "WhatsApp Image 2026-03-01",
        "image (3)", "foto 12", "Naamloos ontwerp", "12345", "…", "- -", "3f2a9c0d-77b1-4e9a-9b1a-0f0f0f0f0f0f",
        "header.webp", "https://voorbeeld.nl/a.png", "PXL_20260301_101112",
    ],
)  # fmt: skip
def test_these_alternative_texts_say_nothing(alt: str) -> None:
    assert vague.says_nothing(alt)


@pytest.mark.parametrize(
    "alt",
    [
        "Een meisje kijkt naar haar telefoon", "Logo van Helpwanted", "Foto van de ingang",
        "Screenshot van de instellingen",
        "Two people talking", "Image of a phone with the settings open", "Kaart", "Een foto van 3 kinderen",
        "Afbeelding van een slot", "Bel 0800-0188", "Om 10 uur",
    ],
)  # fmt: skip
def test_these_say_something(alt: str) -> None:
    assert not vague.says_nothing(alt)


@pytest.mark.parametrize(
    "words",
    [
        "klik hier", "Klik hier!", "hier", "Lees meer…", "lees verder »", "→ Meer info", "Click here", "READ MORE",
        "deze link",
    ],
)  # fmt: skip
def test_vague_links(words: str) -> None:
    assert vague.is_vague_link(words)


@pytest.mark.parametrize(
    "words", ["Hier staat hoe je blokkeert", "Lees meer over sextortion", "Chat met ons", "Read our tips"]
)
def test_links_that_say_where_they_lead(words: str) -> None:
    assert not vague.is_vague_link(words)


@pytest.mark.parametrize(
    "words",
    ["https://voorbeeld.nl", "www.voorbeeld.nl", "voorbeeld.nl/hulp", "HTTP://VOORBEELD.NL/", "ftp://x"],
)
def test_addresses(words: str) -> None:
    assert vague.is_address(words)


@pytest.mark.parametrize(
    "words", ["voorbeeld.nl", "Take It Down", "de site van de politie", "9.30/10.00", "en/of", "0800-0188"]
)
def test_names_are_no_addresses(words: str) -> None:
    assert not vague.is_address(words)


@pytest.mark.parametrize(
    ("words", "is_wordless"),
    [("", True), (" \u00a0", True), ("→", True), ("\u200b", True), ("1", False), ("é", False)],
)
def test_wordless(words: str, is_wordless: bool) -> None:
    assert vague.is_wordless(words) is is_wordless
