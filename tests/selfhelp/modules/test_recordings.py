"""Something to listen to: which files will do, pieces of them, and words that always stand there."""

import io
import wave

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from selfhelp.modules import pdf, recordings
from selfhelp.modules.blocks import AudioBlock
from selfhelp.modules.models import ChapterPage, ProgrammePage
from tests.factories.selfhelp import make_whole_programme, publish

CHAPTER = "/stopitnow/programma/gevoelens/luisteren/"


def silence(seconds: float = 1.0) -> bytes:
    """A recording in which nothing is heard."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * int(8000 * seconds))
    return made.getvalue()


def make_recording(name: str = "rust.wav", content: bytes | None = None) -> Document:
    document = Document(title="Rust")
    document.file.save(name, ContentFile(content if content is not None else silence()))
    return document


def make_listening(document: Document | None) -> ProgrammePage:
    """A programme with a chapter that has something to listen to."""
    self_help = make_whole_programme()
    words = {
        "title": "Een rustig moment",
        "sound": document and document.pk,
        "transcript": "<p>Adem rustig uit.</p>",
    }
    body = [{"type": "audio", "value": words}]
    publish(ChapterPage, self_help.modules[0], key="listen", title="Luisteren", slug="luisteren", body=body)
    return ProgrammePage.objects.get(pk=self_help.pk)


def address(document: Document) -> str:
    return f"/stopitnow/self-help/sim/sound/{document.pk}/"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("bytes=0-", (0, 999)), ("bytes=0-0", (0, 0)), ("bytes=10-19", (10, 19)), ("bytes=990-2000", (990, 999)),
        ("bytes=-10", (990, 999)), ("bytes=-5000", (0, 999)), ("bytes=5-9, 20-30", (5, 9)),
        ("", None), ("bytes=", None), ("bytes=-", None), ("bytes=a-b", None), ("bytes=5", None), ("items=0-5", None),
        ("bytes=²-", None),
    ],
)  # fmt: skip
def test_a_range_is_read_as_the_standard_says(asked: str, given: tuple[int, int] | None) -> None:
    """RFC 9110, 14.2: what is no range of bytes is passed over."""
    assert recordings.span(asked, 1000) == given


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5-4", "bytes=-0"])
def test_a_range_of_what_is_not_there_is_refused(asked: str) -> None:
    with pytest.raises(ValueError, match="nothing there"):
        recordings.span(asked, 1000)


def test_one_answer_is_one_piece() -> None:
    start, end = recordings.span("bytes=100-", 10 * recordings.PIECE) or (0, 0)
    assert end + 1 - start == recordings.PIECE


@pytest.mark.django_db
def test_the_words_stand_there_with_the_sound_and_without(client: Client) -> None:
    document = make_recording()
    make_listening(document)
    page = client.get(CHAPTER).content.decode()
    assert f'<audio controls preload="none" src="{address(document)}">' in page
    assert "autoplay" not in page
    assert "Adem rustig uit." in page
    assert "selfhelp/sound.js" in page
    # the file is gone: the words are not
    document.file.storage.delete(document.file.name)
    from cms import kept

    kept.forget()
    page = client.get(CHAPTER).content.decode()
    assert "<audio" not in page
    assert "Adem rustig uit." in page
    assert client.get(address(document)).status_code == 404


@pytest.mark.django_db
def test_a_player_gets_it_in_pieces_and_only_what_is_published(client: Client) -> None:
    document, other = make_recording(), make_recording()
    make_listening(document)
    whole = client.get(address(document))
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, silence(), "audio/wav")
    part = client.get(address(document), headers={"Range": "bytes=44-53"})
    assert (part.status_code, part.content) == (206, silence()[44:54])
    assert part["Content-Range"] == f"bytes 44-53/{len(silence())}"
    assert client.get(address(document), headers={"Range": "bytes=999999-"}).status_code == 416
    assert client.get(address(other)).status_code == 404
    assert not client.cookies
    ChapterPage.objects.get(key="listen").unpublish()
    assert client.get(address(document)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["werkblad.pdf", "geluid.exe", "geluid"])
def test_an_editor_cannot_choose_what_does_not_play(name: str) -> None:
    block = AudioBlock()
    value = block.to_python(
        {"title": "Rust", "sound": make_recording(name).pk, "transcript": "<p>Adem uit.</p>"}
    )
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert "sound" in refused.value.block_errors


@pytest.mark.django_db
def test_on_paper_are_its_words() -> None:
    self_help = make_listening(None)
    told = str(pdf.document(self_help))
    assert "Een rustig moment" in told
    assert "Adem rustig uit." in told
