"""The programmes as they are written down: complete, in the right words, and published as pages without an error."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.demo import create_demo_content as create_sites
from cms.examining import examine
from cms.settling import install
from helpline.directory.demo import create_demo_content as create_directory
from selfhelp.modules import written
from selfhelp.modules.demo import create_demo_content
from selfhelp.modules.exercises import EXERCISES, KEY
from selfhelp.modules.models import LONGEST_KEY, PAGE_TYPES, ChapterPage, ModulePage, ProgrammePage
from selfhelp.modules.written import WrittenProgramme
from tests.factories.cms import make_site

PROGRAMMES = list(written.programmes())
MODULES = [(programme, module) for programme in PROGRAMMES for module in programme.modules]
KINDS = {str(kind) for kind in EXERCISES}

each_module = pytest.mark.parametrize(
    ("programme", "module"), MODULES, ids=[f"{p.folder}-{p.language}-{m['key']}" for p, m in MODULES]
)


def asked(blocks: Any) -> list[Mapping[str, Any]]:
    return [block for block in blocks if block["type"] in KINDS]


def exercises_of(module: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    chapters = [*module["chapters"], module["closing"]]
    return [each for chapter in chapters for each in asked(chapter.get("body", ()))]


def keys_of(programme: WrittenProgramme) -> Iterator[str]:
    yield programme.programme["key"]
    for module in programme.modules:
        yield module["key"]
        yield from (chapter["key"] for chapter in module["chapters"])


def test_something_is_written() -> None:
    assert {(programme.folder, programme.language) for programme in PROGRAMMES} >= {
        ("stoppen-is-mogelijk", "nl")
    }


@each_module
def test_a_module_asks_at_least_three_things_plans_and_looks_back(programme: Any, module: Any) -> None:
    in_chapters = [each for chapter in module["chapters"] for each in asked(chapter["body"])]
    assert len(in_chapters) >= 3
    assert len({each["type"] for each in in_chapters}) >= 2
    assert any(each["type"] == "plan" for each in exercises_of(module))
    assert asked(module["closing"]["body"]), "the reflection asks something"
    assert 2 <= len(module["chapters"]) <= 5
    assert 2 <= len(module["helps"]) <= 5


@each_module
def test_its_names_and_words_have_the_right_length(programme: Any, module: Any) -> None:
    keys = [each["key"] for each in exercises_of(module)]
    assert len(set(keys)) == len(keys)
    assert all(KEY.fullmatch(key) for key in keys)
    assert len(module["title"]) <= 60
    assert len(module["summary"]) <= 160
    assert len(module["score_question"]) <= 200
    for name in ("score_low", "score_high"):
        assert len(module[name]) <= 60
    for each in exercises_of(module):
        assert len(each["title"]) <= 200
        assert len(each.get("help", "")) <= 300
        for option in each.get("options", ()):
            assert len(option["label"]) <= 200
            assert each["type"] != "quiz" or 0 < len(option["explanation"]) <= 300


@pytest.mark.parametrize("programme", PROGRAMMES, ids=[f"{p.folder}-{p.language}" for p in PROGRAMMES])
def test_keys_are_short_enough_to_be_counted(programme: WrittenProgramme) -> None:
    for key in keys_of(programme):
        assert KEY.fullmatch(key), key
        assert len(key) <= LONGEST_KEY, key
    modules = [module["key"] for module in programme.modules]
    assert len(set(modules)) == len(modules)
    assert len({module["number"] for module in programme.modules}) == len(modules)


def test_a_translation_asks_the_same_under_the_same_keys() -> None:
    dutch = {programme.folder: programme for programme in PROGRAMMES if programme.language == "nl"}
    for programme in PROGRAMMES:
        if programme.language == "nl":
            continue
        original = {module["key"]: module for module in dutch[programme.folder].modules}
        for module in programme.modules:
            ours, theirs = exercises_of(module), exercises_of(original[module["key"]])
            assert [(each["type"], each["key"]) for each in ours] == [
                (each["type"], each["key"]) for each in theirs
            ], module["key"]


@pytest.mark.django_db
def test_it_becomes_pages_without_an_error_and_may_be_made_again() -> None:
    make_site()
    make_site(slug="stopitnow")
    install()
    create_directory()
    create_sites()
    create_demo_content()
    for kind in PAGE_TYPES:
        for page in kind.objects.all():
            assert page.live
            page.full_clean()
            errors = [found for found in examine(page, timezone.localdate()) if found.severity == "error"]
            assert not errors, (page.slug, [(each.where, each.message) for each in errors])
    assert ProgrammePage.objects.count() == len(PROGRAMMES)
    assert ModulePage.objects.count() == len(MODULES)
    assert ChapterPage.objects.filter(is_closing=True).count() == len(MODULES)
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    create_demo_content()
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
