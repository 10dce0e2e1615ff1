"""Self-help without scripts: a file by a form, a page filled from it, the step plan, paper; and nothing kept."""

import json
import logging
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from chat import pow as puzzles
from cms import visits
from figures.models import DayCounter, MonthCounter
from helpline.programmes.models import Programme
from selfhelp.modules import workbook
from selfhelp.modules.models import ChapterPage, ModulePage, ProgrammePage
from selfhelp.modules.workbook import Place
from tests.factories.cms import home_of, make_site
from tests.factories.selfhelp import block, make_programme_page, make_whole_programme
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db

ROOM = "/stopitnow/self-help/sim"
CANARY = "kanarie-7f3a"
ANSWERS = {
    "x.feelings.letter.answer.text": f"{CANARY} brief",
    "x.feelings.signs.answer.ticked": ["jaw"],
    "x.feelings.signs.answer.other": f"{CANARY} anders",
    "x.feelings.diary.new1.date": "2026-11-25",
    "x.feelings.diary.new1.cells.what": f"{CANARY} dinsdag",
    "x.feelings.diary.new2.cells.what": "",
    "x.feelings.strength.answer.value": "0",
    "x.feelings.evening.new1.when": "eerst",
    "x.feelings.evening.new1.what": "thuis",
    "x.feelings.evening.new1.place": "1",
    "x.feelings.sides.answer.now_costs": "rust",
    "x.feelings.step.answer.what": "wandelen",
    "x.feelings.step.answer.date": "2026-12-01",
    "x.feelings.which.answer.chosen": "tense",
    "x.emergency.voice.answer.text": "R.",
    "score.feelings.start": "3",
    "p.new1.what": "iets eigens",
}


made = once_a_file(lambda: make_whole_programme().pk)


@pytest.fixture(autouse=True)
def programme(made: int) -> ProgrammePage:
    return ProgrammePage.objects.get(pk=made)


def file_of(client: Client, **fields: Any) -> dict[str, Any]:
    """The file that is made of a form."""
    answer = client.post(f"{ROOM}/workbook/file/", fields)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="notities.json"'
    assert answer["Cache-Control"] == "no-store"
    return workbook.read(answer.content.decode())


def upload(book: Any) -> BytesIO:
    text = book if isinstance(book, str) else json.dumps(book)
    sent = BytesIO(text.encode())
    sent.name = "notities.json"
    return sent


def said(book: Any, place: Place) -> list[dict[str, Any]]:
    return [value["answer"] for value in workbook.find(book, place)]


def test_a_form_becomes_a_file_with_every_kind_of_answer(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    found = {str(value["kind"]) for each in workbook.places(book) for value in each.values}
    kinds = {"scale", "checklist", "table", "writing", "timeline", "balance", "plan", "quiz", "score"}
    assert found == kinds
    assert said(book, Place.exercise("feelings", "strength")) == [{"value": 0}]
    assert said(book, Place.exercise("feelings", "signs")) == [
        {"ticked": ["jaw"], "other": f"{CANARY} anders"}
    ]
    assert len(workbook.parts_of(book, "feelings", "diary")) == 1, "an empty row is no row"
    assert len(book["plan"]) == 1
    letter = workbook.find(book, Place.exercise("feelings", "letter"))[0]
    assert letter["asked"]["title"] == "Schrijf een brief"
    signs = workbook.find(book, Place.exercise("feelings", "signs"))[0]
    assert signs["asked"]["labels"] == {"jaw": "Klemmende kaken"}


def test_nothing_of_it_is_kept_anywhere_and_nothing_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    book = file_of(client, **ANSWERS)
    client.post(f"{ROOM}/workbook/", {"file": upload(book)})
    client.post(f"{ROOM}/workbook/fill/", {"file": upload(book), "page": "feelings.first"})
    for model in apps.get_models():
        for row in model.objects.values():
            assert CANARY not in str(row), model
    said_aloud = "".join(
        str(record.getMessage()) for record in caplog.records if record.name != "django.db.backends"
    )
    assert CANARY not in said_aloud + "".join(capfd.readouterr())
    assert not client.cookies


def test_a_file_is_filled_in_and_saved_again_without_loss(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    page = client.post(
        f"{ROOM}/workbook/fill/", {"file": upload(book), "page": "feelings.first"}
    ).content.decode()
    assert f"{CANARY} brief</textarea>" in page
    assert f"{CANARY} dinsdag</textarea>" in page
    assert 'value="jaw" data-field="ticked" autocomplete="off" checked' in page
    carried = workbook.canonical(book).replace('"', "&quot;")
    assert f'name="workbook" value="{carried}"' in page
    again = file_of(
        client, **{"workbook": workbook.canonical(book), "x.feelings.letter.answer.text": "nieuw"}
    )
    assert said(again, Place.exercise("feelings", "letter")) == [{"text": "nieuw"}]
    assert said(again, Place.plan(next(iter(book["plan"]))))[0]["what"] == "iets eigens"
    assert workbook.merge(again, book) == again, "the new file knew the old one"


def test_a_field_that_is_emptied_is_erased_and_one_that_is_not_there_stays(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    again = file_of(client, **{"workbook": workbook.canonical(book), "x.feelings.letter.answer.text": ""})
    assert said(again, Place.exercise("feelings", "letter")) == []
    assert said(again, Place.exercise("feelings", "strength")) == [{"value": 0}]


BLANK = {
    "x.feelings.letter.answer.text": "",
    "x.feelings.signs.answer.other": "",
    "x.feelings.diary.new1.date": "",
    "x.feelings.diary.new1.cells.what": "",
    "x.feelings.step.answer.what": "",
    "p.new1.what": "",
}


def test_a_blank_page_beside_a_file_erases_nothing_of_the_file(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    assert file_of(client, **BLANK, file=upload(book)) == book
    page = client.post(
        f"{ROOM}/workbook/fill/", {**BLANK, "file": upload(book), "page": "feelings.first"}
    ).content.decode()
    assert f"{CANARY} brief</textarea>" in page


def test_what_was_typed_without_seeing_the_file_stands_beside_what_the_file_has(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    typed = BLANK | {"x.feelings.letter.answer.text": "van nu", "score.feelings.start": "8"}
    both = file_of(client, **typed, file=upload(book))
    letters = said(both, Place.exercise("feelings", "letter"))
    assert {each["text"] for each in letters} == {f"{CANARY} brief", "van nu"}
    assert {each["value"] for each in said(both, Place.score("feelings", "start"))} == {3, 8}


def two_versions() -> Any:
    """A workbook in which two devices wrote different letters."""
    place = Place.exercise("feelings", "letter")

    def write(text: str, writer: str) -> Any:
        empty = workbook.empty("sim")
        return workbook.put(empty, place, kind="writing", version=1, answer={"text": text}, writer=writer)

    return workbook.merge(write("van de telefoon", "a" * 8), write("van de laptop", "b" * 8))


def test_two_versions_are_shown_and_stay_until_somebody_chooses(client: Client) -> None:
    book, place = two_versions(), Place.exercise("feelings", "letter")
    page = client.post(
        f"{ROOM}/workbook/fill/", {"file": upload(book), "page": "feelings.first"}
    ).content.decode()
    assert "van de telefoon</textarea>" in page
    assert "van de laptop" in page
    carried = {"workbook": workbook.canonical(book)}
    as_it_was = {"x.feelings.letter.answer.text": "van de telefoon"}
    assert len(said(file_of(client, **carried, **as_it_was), place)) == 2
    changed = file_of(client, **carried, **{"x.feelings.letter.answer.text": "veranderd"})
    assert {each["text"] for each in said(changed, place)} == {"veranderd", "van de laptop"}
    chosen = file_of(client, **carried, **as_it_was, **{"x.feelings.letter.answer.keep": "1"})
    assert said(chosen, place) == [{"text": "van de telefoon"}]


def test_the_whole_workbook_is_read_with_what_is_older(client: Client) -> None:
    book = file_of(client, **ANSWERS)
    chapter = ChapterPage.objects.get(key="first")
    chapter.body = [block("writing", version=2, title="Een andere vraag")]
    chapter.save_revision().publish()
    page = client.post(f"{ROOM}/workbook/", {"file": upload(book)}).content.decode()
    for words in (
        f"{CANARY} brief",
        f"{CANARY} dinsdag",
        "Klemmende kaken",
        "iets eigens",
        "25 november 2026",
        "R.",
    ):
        assert words in page, words
    assert "Schrijf een brief" in page, "an older answer keeps the words it was asked with"
    assert "ouder" in page


def test_a_file_that_cannot_be_read_loses_nothing_of_what_was_typed(client: Client) -> None:
    for sent in ("geen json", "", "{}", '{"format": 1}', "\x00"):
        answer = client.post(f"{ROOM}/workbook/file/", {**ANSWERS, "file": upload(sent)})
        assert answer.status_code == 400, sent
        page = answer.content.decode()
        assert "kan hier niet gelezen worden" in page, sent
        assert f"{CANARY} brief" in page, "it offers a file of what was typed"


def test_a_file_of_another_programme_is_not_mixed_in(client: Client) -> None:
    answer = client.post(f"{ROOM}/workbook/file/", {**ANSWERS, "file": upload(workbook.empty("naasten"))})
    assert answer.status_code == 400
    assert "ander programma" in answer.content.decode()


def test_what_is_far_too_large_is_not_read(client: Client) -> None:
    assert client.post(f"{ROOM}/workbook/", {"file": upload("x" * 600_000)}).status_code == 413


def test_a_foreign_page_gets_nothing_out_of_it(client: Client) -> None:
    for path in ("workbook/", "workbook/file/", "workbook/fill/", "plan/calendar/", "counted/"):
        answer = client.post(f"{ROOM}/{path}", ANSWERS, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, path


def test_answers_are_shown_as_words(client: Client) -> None:
    for text in ("<script>x</script>", "'\"><img src=x>"):
        book = file_of(client, **{"x.feelings.letter.answer.text": text})
        for path, page in (("workbook/", ""), ("workbook/fill/", "feelings.first")):
            shown = client.post(f"{ROOM}/{path}", {"file": upload(book), "page": page}).content.decode()
            assert text not in shown


def test_the_step_plan_gathers_and_the_calendar_is_neutral(client: Client) -> None:
    assert "Mijn stap" in client.get(f"{ROOM}/plan/").content.decode()
    book = file_of(client, **ANSWERS)
    page = client.post(f"{ROOM}/workbook/fill/", {"file": upload(book), "page": "plan"}).content.decode()
    assert "wandelen</textarea>" in page
    assert "iets eigens</textarea>" in page
    answer = client.post(f"{ROOM}/plan/calendar/", {"workbook": workbook.canonical(book)})
    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20261201" in text
    assert "SUMMARY:Tijd voor mezelf" in text
    assert "wandelen" not in text
    assert "Stop" not in text
    done = {"workbook": workbook.canonical(book), "x.feelings.step.answer.what": "wandelen",
            "x.feelings.step.answer.date": "2026-12-01", "x.feelings.step.answer.done": "1"}  # fmt: skip
    assert "DTSTART" not in client.post(f"{ROOM}/plan/calendar/", done).content.decode()


def test_paper_has_room_to_write_and_nothing_to_fill_in(client: Client) -> None:
    for module in ("feelings", "emergency"):
        page = client.get(f"{ROOM}/paper/{module}/").content.decode()
        assert "paper-line" in page
        assert "<input" not in page.split("<article")[1]
        assert "<textarea" not in page


def test_what_is_kept_is_told_before_anything_is(client: Client) -> None:
    page = client.get(f"{ROOM}/keeping/").content.decode()
    assert page.index('data-level="0"') < page.index('data-level="3"')
    assert "geheugen van onze server" in page


def test_what_is_not_there_is_not_found(client: Client) -> None:
    make_site(slug="helpwanted")
    for path in ("/helpwanted/self-help/", f"{ROOM}x/plan/", f"{ROOM}/paper/nothing/", "/nobody/self-help/"):
        assert client.get(path).status_code == 404, path


def test_the_door_leads_to_the_one_programme_or_to_a_choice(client: Client) -> None:
    assert client.get("/stopitnow/self-help/")["Location"] == "/stopitnow/programma/"
    make_programme_page(home_of(slug="stopitnow"), key="naasten", slug="naasten", title="Voor naasten")
    page = client.get("/stopitnow/self-help/").content.decode()
    assert "/stopitnow/programma/" in page
    assert "/stopitnow/naasten/" in page


def test_a_form_of_an_english_page_gets_an_english_answer(client: Client) -> None:
    page = client.post(f"{ROOM}/workbook/file/", {"language": "xx", "file": upload("?")}).content.decode()
    assert "Dat bestand kon niet geopend worden" in page


def scores() -> dict[tuple[str, str], int]:
    return {(row.code, row.second_code): row.n for row in MonthCounter.objects.filter(name="module_scores")}


def test_a_score_is_counted_once_and_never_which(client: Client) -> None:
    book = file_of(client, **{"score.feelings.start": "3"})
    assert scores() == {("sim.feelings", "start"): 1}
    file_of(client, **{"workbook": workbook.canonical(book), "score.feelings.start": "8"})
    assert scores() == {("sim.feelings", "start"): 1}, "a score that was there before is no new one"
    assert client.post(f"{ROOM}/counted/", {"what": "close", "module": "feelings"}).status_code == 204
    assert scores()["sim.feelings", "close"] == 1


def test_what_is_not_counted_is_refused(client: Client) -> None:
    for sent in ({}, {"what": "start"}, {"what": "start", "module": "x"}, {"what": "7"}):
        assert client.post(f"{ROOM}/counted/", sent).status_code == 400, sent
    assert scores() == {}


def test_coming_back_is_counted_with_a_proof_that_is_good_once(client: Client) -> None:
    def comings() -> int:
        visits.write()
        return sum(
            DayCounter.objects.filter(name="self_help_returns", code="sim").values_list("n", flat=True)
        )

    asked = client.post("/stopitnow/self-help-safe/puzzle/", "{}", content_type="application/json")
    token = asked.json()["puzzle"]
    told = {"what": "return", "proof": puzzles.solve(token, puzzles.bits_of(token))}
    assert client.post(f"{ROOM}/counted/", {"what": "return"}).status_code == 403
    assert client.post(f"{ROOM}/counted/", told).status_code == 204
    assert client.post(f"{ROOM}/counted/", told).status_code == 403
    assert comings() == 1
    assert not client.cookies


def test_modules_of_another_helpline_are_not_shown(client: Client) -> None:
    make_site(slug="helpwanted")
    assert client.get("/helpwanted/self-help/sim/plan/").status_code == 404
    assert Programme.objects.count() == 2
    assert ModulePage.objects.count() == 1
