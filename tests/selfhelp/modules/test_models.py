"""The pages of a programme: where they stand, how they are shown, what editors are told."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.test.utils import WagtailPageTestCase

from cms import reviews
from cms.checks.text import Content
from cms.examining import examine
from cms.models import HomePage, SitePage
from cms.page_content import as_content, gathered
from cms.settling import install
from helpline.accounts.roles import Role
from helpline.programmes import doors
from selfhelp.modules.models import PAGE_TYPES, ChapterPage, EmergencyPage, ModulePage, ProgrammePage
from tests.factories.accounts import make_user
from tests.factories.cms import home_of, make_site
from tests.factories.selfhelp import (
    EXERCISES,
    block,
    make_chapter,
    make_module,
    make_programme_page,
    make_whole_programme,
    publish,
)

pytestmark = pytest.mark.django_db


def read(page: SitePage) -> Content:
    """The page as the checks see it."""
    return as_content(page, gathered(page))


class TestPageTypes(WagtailPageTestCase):
    """Wagtail's own questions about page types."""

    def test_where_each_may_stand(self) -> None:
        assert ProgrammePage in HomePage.allowed_subpage_models()
        self.assertAllowedParentPageTypes(ProgrammePage, {HomePage})
        self.assertAllowedSubpageTypes(ProgrammePage, {ModulePage, EmergencyPage})
        self.assertAllowedSubpageTypes(ModulePage, {ChapterPage})
        self.assertAllowedSubpageTypes(ChapterPage, set())

    def test_each_can_be_shown_and_previewed(self) -> None:
        make_whole_programme()
        for kind in PAGE_TYPES:
            page = kind.objects.first()
            self.assertPageIsRenderable(page)
            preview = page.make_preview_request()
            assert preview.status_code == 200
            assert "require-trusted-types-for" in preview["Content-Security-Policy"]


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_programme_recommends_an_order_and_lets_people_choose(client: Client) -> None:
    programme = make_programme_page()
    make_module(programme, number=10)
    make_module(programme, number=1, key="why", slug="waarom", title="Waarom")
    page = get(client, "/stopitnow/programma/")
    assert page.index("Waarom") < page.index("Gevoelens")
    assert "/stopitnow/programma/waarom/" in page
    assert "Dan is het goed zo." in page


def test_every_page_has_the_chat_open_or_closed_and_a_neutral_title(client: Client) -> None:
    make_whole_programme()
    for path in ("", "gevoelens/", "gevoelens/eerste-deel/", "gevoelens/terugkijken/", "nu/"):
        page = get(client, f"/stopitnow/programma/{path}")
        people = page.split('class="sh-people')[1]
        assert re.search(r'href="/stopitnow/chat/">.*?Er is nu even niemand vrij', people, re.DOTALL), path
        assert "<title>Informatie</title>" in page
        assert path == "nu/" or 'href="/stopitnow/programma/nu/"' in page, "the plan is one click away"


def test_a_chapter_asks_one_of_every_kind_and_nothing_can_be_sent_with_scripts(client: Client) -> None:
    make_whole_programme()
    page = get(client, "/stopitnow/programma/gevoelens/eerste-deel/")
    assert re.findall(r'data-exercise [^>]*data-kind="(\w+)"', page) == list(EXERCISES)
    # every control belongs to a form that stands in noscript only: with scripts there is no such form
    forms = re.findall(r'<form (?:class|id)="([\w-]+)"', page)
    assert sorted(forms) == ["leave", "sh-unlock", "sheet"]
    assert page.count("<form") == len(forms)
    lock = page.split('<form class="sh-unlock"')[1].split("</form>")[0]
    assert "name=" not in lock, "what opens a lock has no name under which it could be sent"
    before, _form, _after = page.partition('<form id="sheet"')
    assert before.count("<noscript>") == before.count("</noscript>") + 1
    controls = re.findall(r"<(?:input|textarea)[^>]*data-(?:field|cell)[^>]*>", page)
    assert len(controls) > 30
    assert all('form="sheet"' in control for control in controls)
    typed = [control for control in controls if 'type="hidden"' not in control]
    assert all('autocomplete="off"' in control for control in typed)


def test_the_reflection_is_last_and_asks_the_score_again(client: Client) -> None:
    programme = make_programme_page()
    module = make_module(programme)
    make_chapter(module, key="closing", title="Terugkijken", slug="terugkijken", is_closing=True)
    make_chapter(module, "writing")
    assert [chapter.key for chapter in module.chapters] == ["first", "closing"]
    assert 'data-score="start"' in get(client, "/stopitnow/programma/gevoelens/")
    assert 'data-score="close"' in get(client, "/stopitnow/programma/gevoelens/terugkijken/")


def test_keys_are_used_once(client: Client) -> None:
    programme = make_programme_page()
    module = make_module(programme)
    make_chapter(module, "writing")
    for page, parent in (
        (ModulePage(key="feelings", title="Nog een", slug="nog-een"), programme),
        (ChapterPage(key="first", title="Nog een", slug="nog-een"), module),
    ):
        page.below = parent
        with pytest.raises(ValidationError) as refused:
            page.clean()
        assert "key" in refused.value.error_dict


def test_an_exercise_name_is_used_once_in_a_module() -> None:
    module = make_module(make_programme_page())
    make_chapter(module, "writing")
    other = ChapterPage(key="second", title="B", slug="b", body=[block("writing")])
    other.below = module
    with pytest.raises(ValidationError) as refused:
        other.clean()
    assert "body" in refused.value.error_dict


def test_a_text_with_a_faulty_exercise_is_refused() -> None:
    module = make_module(make_programme_page())
    page = ChapterPage(key="second", title="B", slug="b")
    page.below = module
    page.body = [block("quiz", options=[{"key": "x", "label": "X", "right": False, "explanation": ""}] * 2)]
    with pytest.raises(ValidationError):
        page.clean()


def test_the_checks_read_the_words_of_exercises_and_scores() -> None:
    make_whole_programme()
    module, chapter = ModulePage.objects.get(), ChapterPage.objects.get(key="first")
    said = " ".join(each.text for each in read(chapter).blocks)
    assert "Klemmende kaken" in said
    assert "Dat voel je." in said
    assert "Merken wat je voelt" in " ".join(each.text for each in read(module).blocks)
    chapter.body = [block("writing", title="Waarom keek je kinderporno?")]
    found = examine(chapter, timezone.localdate())
    assert any(each.severity == "error" for each in found)


def test_a_second_editor_publishes_and_nobody_publishes_a_term_to_avoid() -> None:
    programme = make_whole_programme()
    install()
    writer, reader = make_user(), make_user(email="tweede@team.test")
    chapter = ChapterPage.objects.get(key="first")
    chapter.body = [block("writing", title="Waarom keek je kinderporno?")]
    chapter.save_revision(user=writer)
    chapter.get_workflow().start(chapter, writer)
    chapter = ChapterPage.objects.get(pk=chapter.pk)
    task = chapter.current_workflow_task.specific
    task.groups.first().user_set.add(writer, reader)
    assert task.get_actions(chapter, writer) == []
    assert "approve" not in {action[0] for action in task.get_actions(chapter, reader)}
    chapter.body = [block("writing")]
    chapter.save_revision(user=writer)
    assert "approve" in {action[0] for action in task.get_actions(chapter, reader)}
    assert programme.live


def test_editors_are_reminded_of_it() -> None:
    programme = make_whole_programme()
    programme.review_by = timezone.localdate() - timedelta(days=1)
    programme.save_revision().publish()
    install()
    editor = make_user(roles=[(programme.programme, Role.EDITOR)])
    groups = {group.name: group for group in reviews.groups(editor, timezone.localdate())}
    assert "Een programma" in [row.title for row in groups["overdue"].rows]


def test_the_door_hangs_where_a_programme_is_published() -> None:
    home = make_site(slug="stopitnow")
    make_site(slug="helpwanted")

    def names(slug: str) -> list[str]:
        found = doors.doors(home_of(slug=slug).programme, timezone.now())
        return [door.channel for door, _state in found]

    assert "self_help" not in names("stopitnow")
    programme = make_programme_page(home)
    assert "self_help" in names("stopitnow")
    assert "self_help" not in names("helpwanted")
    programme.unpublish()
    assert "self_help" not in names("stopitnow")


def test_both_languages_are_one_programme() -> None:
    dutch = make_whole_programme()
    english = publish(
        ProgrammePage, home_of(slug="stopitnow", language="en"), key="sim", title="A programme", slug="programme",
        summary="By yourself.", intro="Begin anywhere.", enough="That is fine.", emergency_door="It is getting hard",
        translation_key=dutch.translation_key,
    )  # fmt: skip
    assert [page.pk for page in dutch.other_languages()] == [english.pk]
