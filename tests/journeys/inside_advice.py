"""What a journey can ask inside a house of the advice module (see tests.journeys.inside)."""

import json
from typing import Any


def publish_advice(slug: str) -> None:
    """Publish the sample tree in a programme, whatever was shown before."""
    from cms.models import HomePage
    from selfhelp.advice import queries
    from selfhelp.advice.models import AdvicePage, Scenario
    from tests.factories.advice import draft, publish
    from tests.selfhelp.advice.sample import sample

    home = HomePage.objects.get(programme__slug=slug, locale__language_code="nl")
    page = AdvicePage.objects.filter(programme__slug=slug).first()
    if page is None:
        page = AdvicePage(
            title="Bekijk je situatie", title_en="Check your situation", slug="advice", locale=home.locale
        )
        home.add_child(instance=page)
    queries.forget()
    shown = queries.current(home.programme)
    if shown is None or shown.tree != sample():
        Scenario.objects.filter(page=page).delete()
        draft(page, sample())
        publish(page)


def advice_is_shown(slug: str) -> bool:
    """Whether a tree is published in a programme."""
    from helpline.programmes.models import Programme
    from selfhelp.advice import queries

    return queries.current(Programme.objects.get(slug=slug)) is not None


def advice_counted() -> dict[str, int]:
    """What walks have added to the figures: days by name, contacts, and hand-overs to a door."""
    from django.db.models import Sum

    from figures.models import DayCounter, Fact, MonthCounter

    days = DayCounter.objects.filter(name__startswith="advice").values_list("name").annotate(Sum("n"))
    doors = MonthCounter.objects.filter(name="advice_steps", second_code__startswith="to_")
    return {
        **{str(name): int(n) for name, n in days},
        "contacts": Fact.objects.filter(channel="advice").count(),
        **{row.second_code: row.n for row in doors},
    }


def advice_draft(slug: str, *, tree: str) -> dict[str, Any]:
    """Give a programme's advice module a draft: `nothing`, a `small` tree without fault, or the programme's `demo`. The
    page, the revision that was the latest before (0 when there was none), and the agreed scenarios, which would hold so
    different a tree back."""
    import django.db.transaction
    from django.core import serializers

    from cms.models import HomePage
    from selfhelp.advice.compiling import stream_of
    from selfhelp.advice.models import AdvicePage, Scenario
    from selfhelp.advice.tree import Tree
    from tests.factories.advice import find_record
    from tests.selfhelp.advice.trees import small

    with django.db.transaction.atomic():
        page = AdvicePage.objects.filter(programme__slug=slug).first()
        if page is None:
            home = HomePage.objects.get(programme__slug=slug, locale__language_code="nl")
            page = AdvicePage(title="Hulp kiezen", slug="advice", locale=home.locale)
            home.add_child(instance=page)
        # what is live: a form that saves by itself may have left a draft behind after it was closed
        before = page.live_revision_id or page.latest_revision_id or 0
        agreed = Scenario.objects.filter(page=page)
        scenarios = serializers.serialize("json", agreed)
        agreed.delete()
        draft = page.get_latest_revision_as_object()
        made = {"nothing": lambda: Tree(()), "small": small, "demo": lambda: _demo(slug)}[tree]()
        draft.nodes = stream_of(made, find_record)[0]
        draft.save_revision()
    return {"page": page.pk, "before": before, "scenarios": scenarios}


def _demo(slug: str) -> Any:
    from selfhelp.advice import demo, form

    return form.to_document(json.loads((demo.CONTENT / f"{slug}.json").read_bytes())).tree


def advice_nodes(page: int) -> list[dict[str, Any]]:
    """The blocks of a page's latest draft, as they are stored."""
    from selfhelp.advice.models import AdvicePage

    draft = AdvicePage.objects.get(pk=page).get_latest_revision_as_object()
    found: list[dict[str, Any]] = draft.nodes.get_prep_value()
    return found


def advice_comment(page: int, *, number: int, text: str) -> None:
    """Have somebody's comment stand beside the words of a block of the latest draft, which is counted from 1."""
    from wagtail.models import Comment

    from helpline.accounts.models import User
    from selfhelp.advice.models import AdvicePage

    found = AdvicePage.objects.get(pk=page)
    block = found.get_latest_revision_as_object().nodes[number - 1]
    author = User.objects.order_by("pk").first()
    Comment.objects.create(page=found, user=author, text=text, contentpath=f"nodes.{block.id}.text.nl")


def advice_back(page: int, before: int, scenarios: str) -> None:
    """Put the page back as it was before a journey changed it."""
    from django.core import serializers

    from selfhelp.advice.models import AdvicePage, Scenario

    found = AdvicePage.objects.get(pk=page)
    found.wagtail_admin_comments.all().delete()
    if found.current_workflow_state is not None:
        found.current_workflow_state.cancel()
    if not before:
        found.delete()
        return
    was = found.revisions.get(pk=before)
    revision = was.as_object().save_revision()
    Scenario.objects.filter(page=found).delete()
    if found.live:
        revision.publish(skip_permission_checks=True)
    for agreed in serializers.deserialize("json", scenarios):
        agreed.save()
