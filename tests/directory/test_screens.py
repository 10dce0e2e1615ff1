"""The editors' screens: they open, save drafts, show what is due, and leave publishing to who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.directory import queries
from helpline.directory.models import KINDS, GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record, in_a_year
from helpline.programmes.models import Programme
from tests.directory.sent import FORM, organisation_form, route_form, tip_form
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_organisation, make_removal_route, make_term, make_tip
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

MAKE = {
    Organisation: make_organisation,
    RemovalRoute: make_removal_route,
    Tip: make_tip,
    GlossaryTerm: make_term,
}


def address(kind: type[Record], view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_directory_{kind._meta.model_name}:{view}", args=args)


@pytest.fixture
def helpwanted() -> Programme:
    return make_programme()


@pytest.fixture
def editor(helpwanted: Programme) -> User:
    return make_user(roles=[(helpwanted, Role.EDITOR)])


@pytest.fixture
def moderator(helpwanted: Programme) -> User:
    """An editor who is also in Wagtail's group of those who publish."""
    user = make_user(roles=[(helpwanted, Role.EDITOR)], name="Sam")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def as_editor(client: Client, editor: User) -> Client:
    return sign_in(client, editor)


@pytest.fixture
def as_moderator(client: Client, moderator: User) -> Client:
    return sign_in(client, moderator)


@pytest.mark.parametrize("kind", KINDS)
def test_lists_and_forms_open(kind: type[Record], as_editor: Client) -> None:
    record = MAKE[kind](key="one")  # type: ignore[operator]
    for page in (
        address(kind, "list"),
        address(kind, "add"),
        address(kind, "edit", record.pk),
        address(kind, "history", record.pk),
        address(kind, "usage", record.pk),
    ):
        answer = as_editor.get(page)
        assert answer.status_code == 200, page
    assert "one" in as_editor.get(address(kind, "list")).content.decode()


def test_the_menu_has_a_directory(as_editor: Client) -> None:
    page = as_editor.get(reverse("wagtailadmin_home")).content.decode()
    for kind in KINDS:
        assert address(kind, "list") in page


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.PROGRAMME_MANAGER, Role.THERAPIST])
def test_others_do_not_get_in(role: Role, client: Client, helpwanted: Programme) -> None:
    sign_in(client, make_user(roles=[(helpwanted, role)]))
    assert client.get(address(Tip, "list")).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client) -> None:
    answer = client.get(address(Tip, "list"))
    assert answer.status_code == 302
    assert reverse("accounts:sign_in") in answer["Location"]


def test_an_editor_of_any_programme_writes_a_draft(client: Client) -> None:
    stopitnow = make_programme(slug="stopitnow", name="Stop it Now")
    sign_in(client, make_user(roles=[(stopitnow, Role.EDITOR)]))
    answer = client.post(address(Organisation, "add"), organisation_form(programmes=[stopitnow.pk]))
    assert answer.status_code == 302, answer.content
    draft = Organisation.objects.get(key="nieuw")
    assert not draft.live
    assert queries.organisations(["nieuw"]) == []
    latest = draft.get_latest_revision_as_object()
    assert latest.numbers()[0].href == "tel:08000113"
    assert latest.is_for(stopitnow)


def test_an_editor_does_not_publish(as_editor: Client) -> None:
    tip = make_tip(key="one", title="Oud")
    form = tip_form(key="one", title_nl="Nieuw", **{"action-publish": "action-publish"})
    as_editor.post(address(Tip, "edit", tip.pk), form)
    assert queries.tips(["one"])[0].title("nl") == "Oud"
    assert as_editor.post(address(Tip, "unpublish", tip.pk)).status_code in (302, 403)
    assert queries.tips(["one"])
    assert as_editor.post(address(Tip, "delete", tip.pk)).status_code in (302, 403)
    assert Tip.objects.filter(pk=tip.pk).exists()


def test_who_may_publish_changes_the_number_everywhere_at_once(as_moderator: Client) -> None:
    organisation = make_organisation(key="nieuw", phones=({"number": "112"},))
    assert queries.organisations(["nieuw"])[0].numbers()[0].number == "112"
    form = organisation_form(**{"action-publish": "action-publish"})
    answer = as_moderator.post(address(Organisation, "edit", organisation.pk), form)
    assert answer.status_code == 302, answer.content
    assert queries.organisations(["nieuw"])[0].numbers()[0].number == "0800-0113"


def test_publishing_and_taking_back_is_told_to_the_audit_log(as_moderator: Client, moderator: User) -> None:
    tip = make_tip(key="one")
    before = Entry.objects.count()
    as_moderator.post(
        address(Tip, "edit", tip.pk), tip_form(key="one", **{"action-publish": "action-publish"})
    )
    as_moderator.post(address(Tip, "unpublish", tip.pk))
    as_moderator.post(address(Tip, "delete", tip.pk))
    told = Entry.objects.filter(number__gt=before, action__startswith="directory.").order_by("number")
    assert list(told.values_list("action", "actor", "subject")) == [
        (f"directory.{what}", moderator.audit_id, f"tip:{tip.pk}")
        for what in ("published", "unpublished", "deleted")
    ]
    assert not Tip.objects.filter(pk=tip.pk).exists()


def test_several_that_are_deleted_at_once_are_told_one_by_one(as_moderator: Client, moderator: User) -> None:
    tips = [make_tip(), make_tip()]
    before = Entry.objects.count()
    bulk = reverse("wagtail_bulk_action", args=("directory", "tip", "delete"))
    answer = as_moderator.post(f"{bulk}?id={tips[0].pk}&id={tips[1].pk}", {})
    assert answer.status_code == 302
    assert not Tip.objects.exists()
    told = Entry.objects.filter(number__gt=before, action="directory.deleted").order_by("number")
    assert sorted(told.values_list("actor", "subject")) == [
        (moderator.audit_id, f"tip:{tip.pk}") for tip in tips
    ]


@pytest.mark.parametrize("view", ["edit", "unpublish", "delete"])
def test_nothing_is_done_that_the_audit_log_cannot_hear_of(
    view: str, as_moderator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tip = make_tip(key="one", title="Oud")

    def fail(**_: object) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr("helpline.directory.watching.audit.record", fail)
    with pytest.raises(RuntimeError, match="no log"):
        as_moderator.post(address(Tip, view, tip.pk), tip_form(key="one", **{"action-publish": "on"}))
    tip = Tip.objects.get(pk=tip.pk)
    assert (tip.live, tip.title("nl")) == (True, "Oud")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {"phones": streamfield([("phone", {"number": "bel ons", "note_nl": "", "note_en": ""})])},
            "dialled",
        ),
        (
            {
                "phones": streamfield(
                    [("phone", {"number": "0900-8844", "free": "on", "note_nl": "", "note_en": ""})]
                )
            },
            "costs money",
        ),
        ({"website": "http://example.org/"}, "https://"),
        ({"key": "Hoofdletter"}, "small letters"),
    ],
)
def test_a_wrong_fact_is_refused_with_a_sentence(
    changes: dict[str, Any], wrong: str, as_editor: Client, editor: User
) -> None:
    as_editor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = as_editor.post(address(Organisation, "add"), organisation_form(**changes))
    assert answer.status_code == 200
    assert wrong in answer.content.decode()
    assert not Organisation.objects.exists()


def test_a_removal_route_needs_a_step_to_be_published(as_moderator: Client) -> None:
    route = make_removal_route(key="one", published=False)
    form = route_form(key="one", steps=streamfield([]), **{"action-publish": "action-publish"})
    assert as_moderator.post(address(RemovalRoute, "edit", route.pk), form).status_code == 200
    assert queries.removal_routes(["one"]) == []
    steps = nested_form_data({"steps": streamfield([("step", {"text_nl": "Meld het.", "text_en": ""})])})
    assert as_moderator.post(address(RemovalRoute, "edit", route.pk), {**form, **steps}).status_code == 302
    assert queries.removal_routes(["one"])[0].instructions("nl") == ["Meld het."]


def test_situations_are_boxes_to_tick(as_moderator: Client) -> None:
    form = tip_form(**{"action-publish": "action-publish"})
    assert as_moderator.post(address(Tip, "add"), form).status_code == 302
    assert queries.tips(["nieuw"])[0].situations == ["scam", "stalking"]
    tip = Tip.objects.get(key="nieuw")
    assert "checked" in as_moderator.get(address(Tip, "edit", tip.pk)).content.decode()


def test_the_key_of_a_published_record_is_shut(as_editor: Client) -> None:
    tip = make_tip(key="fixed")
    answer = as_editor.post(address(Tip, "edit", tip.pk), tip_form(key="another", title_nl="Nieuw"))
    assert answer.status_code == 302
    latest = Tip.objects.get(pk=tip.pk).get_latest_revision_as_object()
    assert (latest.key, latest.title("nl")) == ("fixed", "Nieuw")


def test_a_tick_notes_who_looked_and_asks_again_in_a_year(as_editor: Client, editor: User) -> None:
    late = timezone.localdate() - timedelta(days=3)
    tip = make_tip(key="one", review_by=late)
    assert [one.key for one in queries.overdue(timezone.localdate())] == ["one"]
    answer = as_editor.post(
        address(Tip, "edit", tip.pk), tip_form(key="one", review_by=str(late), checked="on")
    )
    assert answer.status_code == 302
    latest = Tip.objects.get(pk=tip.pk).get_latest_revision_as_object()
    assert (latest.reviewed_by, latest.review_by) == (editor, in_a_year())
    assert [one.key for one in queries.overdue(timezone.localdate())] == ["one"], (
        "visitors still see the old facts"
    )


def test_another_day_chosen_with_the_tick_is_kept(as_editor: Client) -> None:
    tip = make_tip(key="one")
    soon = timezone.localdate() + timedelta(days=30)
    as_editor.post(address(Tip, "edit", tip.pk), tip_form(key="one", review_by=str(soon), checked="on"))
    assert Tip.objects.get(pk=tip.pk).get_latest_revision_as_object().review_by == soon


def test_without_the_tick_nobody_looked(as_editor: Client) -> None:
    tip = make_tip(key="one")
    as_editor.post(address(Tip, "edit", tip.pk), tip_form(key="one", title_nl="Nieuw"))
    assert Tip.objects.get(pk=tip.pk).get_latest_revision_as_object().reviewed_by is None


def test_the_list_marks_what_is_due_and_what_the_owner_must_confirm(as_editor: Client) -> None:
    page = as_editor.get(address(Tip, "list")).content.decode()
    assert "w-status" not in page
    make_tip(review_by=timezone.localdate() - timedelta(days=1), needs_owner_check=True)
    page = as_editor.get(address(Tip, "list")).content.decode()
    assert "over datum" in page
    assert "navragen" in page


@pytest.mark.parametrize(
    ("wanted", "found"), [("overdue", {"late"}), ("owner", {"asked"}), ("unpublished", {"draft", "changed"})]
)
def test_lists_can_be_filtered_by_what_needs_attention(
    wanted: str, found: set[str], as_editor: Client
) -> None:
    make_tip(key="fine", title="fine")
    make_tip(key="late", title="late", review_by=timezone.localdate() - timedelta(days=1))
    make_tip(key="asked", title="asked", needs_owner_check=True)
    make_tip(key="draft", title="draft", published=False)
    changed = make_tip(key="changed", title="changed")
    changed.title_en = "Changed"
    changed.save_revision()
    answer = as_editor.get(address(Tip, "list"), {"attention": wanted})
    assert {tip.key for tip in answer.context["object_list"]} == found


def test_lists_filter_by_their_own_fields(as_editor: Client, helpwanted: Programme) -> None:
    make_organisation(key="danger", is_emergency=True, programmes=(helpwanted,))
    make_organisation(key="other")
    for asked in ({"is_emergency": "true"}, {"programmes": helpwanted.pk}):
        answer = as_editor.get(address(Organisation, "list"), asked)
        assert [one.key for one in answer.context["object_list"]] == ["danger"]
    make_removal_route(key="adult", image_age="adult")
    make_removal_route(key="any")
    answer = as_editor.get(address(RemovalRoute, "list"), {"image_age": "adult"})
    assert [one.key for one in answer.context["object_list"]] == ["adult"]


@pytest.mark.parametrize("asked", ["csg", "geweld", "violence"])
def test_lists_and_choosers_find_by_name_and_key(asked: str, as_editor: Client) -> None:
    make_organisation(key="csg", name="Centrum Seksueel Geweld", name_en="Centre for Sexual Violence")
    make_organisation(key="other")
    listed = as_editor.get(address(Organisation, "list"), {"q": asked}).context["object_list"]
    assert [one.key for one in listed] == ["csg"]
    chooser = reverse("wagtailsnippetchoosers_directory_organisation:choose_results")
    page = as_editor.get(chooser, {"q": asked}).content.decode()
    assert ("Centrum Seksueel Geweld" in page, "Hulp" in page) == (True, False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["nl", "en"])
@pytest.mark.parametrize("is_new", [True, False])
def test_what_is_being_typed_can_be_seen_as_visitors_will(
    kind: type[Record], mode: str, is_new: bool, as_editor: Client
) -> None:
    """In both languages, in a frame of the editor's own page and of no other."""
    record = None if is_new else MAKE[kind](published=False)  # type: ignore[operator]
    page = address(kind, "preview_on_add") if record is None else address(kind, "preview_on_edit", record.pk)
    form = FORM[kind](**{f"{kind.TITLE}_nl": "Over de brug", f"{kind.TITLE}_en": "Over the bridge"})
    assert as_editor.post(page, form).json() == {"is_valid": True, "is_available": True}
    answer = as_editor.get(page, {"mode": mode})
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    shown = answer.content.decode()
    assert f'<html lang="{mode}" class="theme-' in shown
    assert ("Over de brug" in shown, "Over the bridge" in shown) == (mode == "nl", mode == "en")


@pytest.mark.parametrize("kind", KINDS)
def test_two_versions_can_be_compared(kind: type[Record], as_editor: Client) -> None:
    record = MAKE[kind]()  # type: ignore[operator]
    record.source = "Another letter"
    record.save_revision()
    answer = as_editor.get(address(kind, "revisions_compare", record.pk, "live", "latest"))
    assert answer.status_code == 200
    assert "Another letter" in answer.content.decode()
