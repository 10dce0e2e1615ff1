"""The whole programme as one PDF: everything of it, nothing typed as markup, made once."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from selfhelp.modules import pdf
from selfhelp.modules.models import ChapterPage, ProgrammePage
from tests.factories.cms import text
from tests.factories.selfhelp import EXERCISES, make_whole_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_ready() -> None:
    pdf.forget()


def test_it_holds_every_exercise_and_every_chapter() -> None:
    with translation.override("nl"):
        data = pdf.document(make_whole_programme())
    (module,) = data["modules"]
    assert [chapter["title"] for chapter in module["chapters"]] == ["Eerste deel", "Terugkijken"]
    asked = [
        part["exercise"]["kind"] for part in module["chapters"][0]["parts"] if part["kind"] == "exercise"
    ]
    assert asked == list(EXERCISES)
    assert [quiz["title"] for quiz in data["quizzes"]] == ["Wat is een gevoel?"]
    assert data["emergency"][0]["title"] == "Als het nu mis gaat"
    assert data["title"] == "Werkboek", "no name of a helpline on the first page"


@pytest.mark.parametrize("words", ["#panic()", "$x$ *a* _b_ <c> @d `e` // f", "\\ [ ] { } #{", "é “q” 🙂"])
def test_what_stands_in_a_page_is_never_markup(words: str) -> None:
    make_whole_programme()
    chapter = ChapterPage.objects.get(key="first")
    chapter.body = [text(words), *chapter.body.raw_data]
    chapter.title = words
    chapter.save_revision().publish()
    assert pdf.make(pdf.document(ProgrammePage.objects.get())).startswith(b"%PDF-")


def test_it_is_made_once_and_anew_when_something_is_published(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_whole_programme()
    made: list[Any] = []
    monkeypatch.setattr(pdf, "make", lambda data: made.append(data) or b"%PDF-")
    for _ in range(2):
        answer = client.get("/stopitnow/self-help/sim/paper.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="werkboek.pdf"'
    assert len(made) == 1
    chapter = ChapterPage.objects.get(key="first")
    chapter.title = "Anders"
    chapter.save_revision().publish()
    client.get("/stopitnow/self-help/sim/paper.pdf")
    assert len(made) == 2
    assert made[1]["modules"][0]["chapters"][0]["title"] == "Anders"
