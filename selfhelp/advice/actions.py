"""What changes published trees and scenarios. Each with its audit entry, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from helpline.audit import actions as audit
from helpline.programmes.models import Programme
from selfhelp.advice import form, queries
from selfhelp.advice.errors import NotThatAnswer, ScenariosAltered, TreeRefused
from selfhelp.advice.models import AdvicePage, Scenario, Snapshot
from selfhelp.advice.paths import replay
from selfhelp.advice.tree import Tree

#: what Wagtail's history of a page calls a refusal of the clock
REFUSED = "advice.refused"


def hold(programme: Programme) -> None:
    """Let nobody else publish a tree of this programme until the running transaction ends."""
    Programme.objects.select_for_update().get(pk=programme.pk)


@transaction.atomic
def take_snapshot(*, page: AdvicePage, by: str, now: datetime) -> Snapshot:
    """Keep the tree of a page that has just become live, and retire the versions before it.

    by: as the audit log names who published. Only the gate calls this: it has checked the tree and holds the
    programme.
    """
    earlier = Snapshot.objects.filter(programme_id=page.programme_id)
    last = earlier.aggregate(Max("number"))["number__max"] or 0
    if page.urgent:
        earlier.filter(retires_at__gt=now).update(retires_at=now)
    term = timedelta(0) if page.urgent else timedelta(hours=settings.ADVICE_VERSION_HOURS)
    earlier.filter(retires_at__isnull=True).update(retires_at=now + term)
    snapshot = Snapshot.objects.create(
        programme_id=page.programme_id,
        page_id=page.pk,
        number=last + 1,
        form=form.FORMAT,
        title_nl=page.title,
        title_en=page.title_en or page.title,
        nodes=form.of_tree(page.tree()),
        revision=page.live_revision_id,
        urgent=page.urgent,
        published_at=now,
        published_by=by,
    )
    _spend_the_choice(page)
    Scenario.objects.filter(page_id=page.pk).exclude(approved_by="").update(approved_for=snapshot)
    queries.changed()
    audit.record(
        by=by,
        action="advice.corrected" if snapshot.urgent else "advice.published",
        programme=page.programme.slug,
        subject=f"advice_version:{snapshot.pk}",
        detail={"number": snapshot.number, "nodes": len(snapshot.nodes)},
    )
    return snapshot


def _spend_the_choice(page: AdvicePage) -> None:
    """The choice of an urgent correction counts once: the next draft begins without it."""
    AdvicePage.objects.filter(pk=page.pk).update(urgent=False, refused_at=None)
    revision = page.live_revision
    if page.urgent and revision is not None:
        revision.content["urgent"] = False
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    page.urgent = False


@transaction.atomic
def note_refusal(*, page: AdvicePage, revision: Revision, refused: TreeRefused, now: datetime) -> None:
    """The clock would have published this, and the gate said no: it is planned no more, and editors are told."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    AdvicePage.objects.filter(pk=page.pk).update(refused_at=now)
    codes = sorted({finding.code.value for finding in refused.findings})
    if isinstance(refused, ScenariosAltered):
        codes = ["scenarios_altered"]
    log(instance=page, action=REFUSED, revision=revision, data={"codes": codes})
    audit.record(
        by=audit.SYSTEM,
        action="advice.schedule_refused",
        programme=page.programme.slug,
        subject=f"page:{page.pk}",
        detail={"reason": codes[0], "reasons": len(codes)},
    )


@transaction.atomic
def withdraw(*, programme: Programme, by: str, now: datetime) -> bool:
    """Close the door: nothing is shown any more, and walks in progress are told. Returns whether it was open."""
    closed = Snapshot.objects.filter(programme=programme, retires_at__isnull=True).update(retires_at=now)
    Snapshot.objects.filter(programme=programme, retires_at__gt=now).update(retires_at=now)
    queries.changed()
    if closed:
        audit.record(by=by, action="advice.withdrawn", programme=programme.slug)
    return bool(closed)


@transaction.atomic
def add_scenario(
    *,
    page: AdvicePage,
    name: str,
    answers: Mapping[str, Sequence[str]],
    expect: str,
    by: str,
    tree: Tree | None = None,
) -> Scenario:
    """Write down answers and the ending they should lead to. It is agreed when somebody approves it.

    tree: the page's latest, for who has it at hand. Raises NotThatAnswer when it has no such ending.
    """
    _check_ending(tree or latest_tree(page), expect)
    scenario = Scenario.objects.create(
        page=page, name=name, answers={key: list(ids) for key, ids in answers.items()}, expect=expect
    )
    _tell("advice.scenario_added", scenario, by)
    return scenario


@transaction.atomic
def approve_scenario(
    *, scenario: Scenario, expect: str = "", by: str, now: datetime | None = None, tree: Tree | None = None
) -> Scenario:
    """Agree that these answers lead to this ending; without one: to the ending they lead to in the latest draft.

    tree: that draft's, for who has it at hand. Raises NotThatAnswer when that is no ending.
    """
    scenario = Scenario.objects.select_for_update().select_related("page__programme").get(pk=scenario.pk)
    tree = tree or latest_tree(scenario.page)
    ending = expect or replay(tree, scenario.answers, reads_on=True).at
    _check_ending(tree, ending)
    altered = bool(scenario.approved_by) and ending != scenario.expect
    shown = Snapshot.objects.filter(programme_id=scenario.page.programme_id, retires_at__isnull=True).first()
    scenario.expect, scenario.approved_by = ending, by
    scenario.approved_at, scenario.approved_for = now or timezone.now(), shown
    scenario.save(update_fields=["expect", "approved_by", "approved_at", "approved_for"])
    _tell("advice.scenario_approved", scenario, by, altered=altered)
    return scenario


@transaction.atomic
def change_scenario(
    *,
    scenario: Scenario,
    name: str,
    answers: Mapping[str, Sequence[str]],
    expect: str,
    by: str,
    tree: Tree | None = None,
) -> Scenario:
    """Write it anew. Who changes answers or ending takes the approval away. Raises NotThatAnswer."""
    scenario = Scenario.objects.select_for_update().select_related("page__programme").get(pk=scenario.pk)
    _check_ending(tree or latest_tree(scenario.page), expect)
    fresh = {key: list(ids) for key, ids in answers.items()}
    if (fresh, expect) != (scenario.answers, scenario.expect):
        scenario.approved_by, scenario.approved_at, scenario.approved_for = "", None, None
    scenario.name, scenario.answers, scenario.expect = name, fresh, expect
    scenario.save()
    _tell("advice.scenario_changed", scenario, by)
    return scenario


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: str) -> None:
    """Forget it."""
    _tell("advice.scenario_removed", scenario, by)
    scenario.delete()


def latest_tree(page: AdvicePage) -> Tree:
    """The tree of the page's latest draft, or of what is shown when there is none."""
    return cast("AdvicePage", page.get_latest_revision_as_object()).tree()


def _check_ending(tree: Tree, node_id: str) -> None:
    node = tree.by_id.get(node_id)
    if node is None or not node.ends:
        raise NotThatAnswer(f"{node_id or 'nowhere'} is no advice of this tree")


def _tell(action: str, scenario: Scenario, by: str, **detail: bool) -> None:
    audit.record(
        by=by,
        action=action,
        programme=scenario.page.programme.slug,
        subject=f"advice_scenario:{scenario.pk}",
        detail=detail,
    )
