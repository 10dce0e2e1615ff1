"""Records of the directory: what is read of them, and what keeps them from visitors on every road."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.checks.findings import Code, blocks_publishing
from cms.examining import examine, report_on
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.directory.demo import create_demo_content
from helpline.directory.models import KINDS, GlossaryTerm, Organisation, RemovalRoute, Tip
from tests.cms.test_editing import signed_in
from tests.cms.test_examining import FORBIDDEN, TODAY
from tests.directory.sent import tip_form
from tests.factories.accounts import make_user
from tests.factories.cms import make_site

pytestmark = pytest.mark.django_db


def tip(**fields: object) -> Tip:
    fields = {"key": "een", "title_nl": "Tip", "title_en": "Tip", "text_nl": "Doe dit.", "text_en": "Do this.",
              "source": "x", "review_by": date(2030, 1, 1)} | fields  # fmt: skip
    return Tip(**fields)


def found(record: object) -> set[tuple[Code, str]]:
    return {(each.finding.code, each.place.field) for each in report_on(record, TODAY).told}  # type: ignore[arg-type]


class TestReading:
    def test_every_text_of_every_kind_is_read_in_both_languages(self) -> None:
        nl, en = f"Dit is {FORBIDDEN}.", "This is child porn."
        number = {"number": "112", "note_nl": nl, "note_en": en}
        records = (
            Organisation(name_nl=nl, name_en=en, whom_nl=nl, whom_en=en, what_nl=nl, what_en=en, hours_nl=nl,
                         hours_en=en, phones=[("phone", number)]),
            RemovalRoute(name_nl=nl, name_en=en, whom_nl=nl, whom_en=en,
                         steps=[("step", {"text_nl": nl, "text_en": en})]),
            tip(title_nl=nl, title_en=en, text_nl=nl, text_en=en),
            GlossaryTerm(term_nl=nl, term_en=en, meaning_nl=nl, meaning_en=en),
        )  # fmt: skip
        for record in records:
            named = {field for code, field in found(record) if code is Code.TERM_TO_AVOID}
            expected = {f"{name}_{language}" for name in record.BILINGUAL for language in ("nl", "en")}
            streams = {"phones", "steps"} & {field.name for field in record._meta.get_fields()}
            assert named == expected | streams

    def test_words_that_a_term_is_preferred_over_may_stand_there(self) -> None:
        assert not found(GlossaryTerm(term_nl="Goed", term_en="Good", meaning_nl="Ja.", meaning_en="Yes.",
                                      avoided_nl=FORBIDDEN, review_by=date(2030, 1, 1)))  # fmt: skip

    def test_a_passed_day_a_dead_reference_and_missing_english(self) -> None:
        hidden = Organisation.objects.create(key="weg", name_nl="Weg", whom_nl="x", source="x", live=False)
        record = tip(review_by=date(2026, 1, 1), organisation=hidden, text_en="")
        assert {
            (Code.REVIEW_OVERDUE, "review_by"), (Code.LINK_DEAD, "organisation"), (Code.ENGLISH_MISSING, "text_en"),
        } == found(record)  # fmt: skip

    def test_the_demo_has_nothing_that_keeps_it_from_visitors(self) -> None:
        create_demo_content()
        for kind in KINDS:
            for record in kind.objects.all():
                assert not blocks_publishing(examine(record, TODAY)), record.key


@pytest.fixture
def two_editors() -> tuple[User, User]:
    home = make_site()
    first, second = (make_user(roles=[(home.programme, Role.EDITOR)]) for _ in range(2))
    return first, second


def test_a_draft_may_hold_it_and_a_proposal_may_not(two_editors: tuple[User, User]) -> None:
    editor = signed_in(two_editors[0])
    add = reverse(Tip.snippet_viewset.get_url_name("add"))
    form = tip_form(text_nl=f"Dit heet {FORBIDDEN}.")
    assert editor.post(add, form | {"action-submit": "1"}).status_code == 200
    assert not Tip.objects.exists()
    assert editor.post(add, form).status_code == 302
    record = Tip.objects.get()
    edit = reverse(Tip.snippet_viewset.get_url_name("edit"), args=[record.pk])
    refused = editor.post(edit, form | {"action-submit": "1"})
    assert "materiaal van seksuele uitbuiting" in refused.text
    assert not record.workflow_in_progress
    assert editor.post(edit, tip_form() | {"action-submit": "1"}).status_code == 302
    record.refresh_from_db()
    assert record.workflow_in_progress


def test_who_may_publish_alone_is_refused_too(two_editors: tuple[User, User]) -> None:
    administrator = signed_in(make_user(administrator=True))
    add = reverse(Tip.snippet_viewset.get_url_name("add"))
    form = tip_form(text_nl=f"Dit heet {FORBIDDEN}.") | {"action-publish": "1"}
    assert administrator.post(add, form).status_code == 200
    assert not Tip.objects.exists()


def test_what_slips_in_after_the_proposal_cannot_be_said_yes_to(two_editors: tuple[User, User]) -> None:
    first, second = two_editors
    record = tip(live=False)
    record.save()
    record.save_revision(user=first)
    record.get_workflow().start(record, first)
    task = record.current_workflow_task.specific
    assert "approve" in {action[0] for action in task.get_actions(record, second)}
    record.text_nl = f"Dit heet {FORBIDDEN}."
    record.save_revision(user=first)
    assert {action[0] for action in task.get_actions(record, second)} == {"reject"}
    with pytest.raises(PermissionDenied):
        task.on_action(record.current_workflow_task_state, second, "approve")
    record.refresh_from_db()
    assert not record.live
