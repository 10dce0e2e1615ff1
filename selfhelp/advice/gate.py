"""The gate: no tree becomes public on any road unless it can be walked to the end.

Wagtail publishes on many roads: a button, a workflow, the clock, several pages at once, a script. All of them end in
saving the page as live with another revision, so that is where the gate stands (`AdvicePage.save`). Visitors see
snapshots only, and only a passage through this gate has one made, in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from helpline.audit import actions as audit
from selfhelp.advice import actions, examining
from selfhelp.advice.errors import ScenariosAltered, TreeRefused
from selfhelp.advice.findings import Finding
from selfhelp.advice.models import AdvicePage
from selfhelp.advice.scenarios import Outcome, altered

#: how Wagtail's clock names what it does
ON_TIME = "wagtail.publish.scheduled"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a tree may not be published; nothing in it means that it may."""

    findings: tuple[Finding, ...] = ()
    scenarios: tuple[Outcome, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.findings or self.scenarios)


def refusal_of(page: AdvicePage) -> Refusal:
    """What the gate has against the tree on this object, saved or not."""
    tree = page.tree()
    findings = tuple(examining.errors_of(tree))
    if findings:
        return Refusal(findings)
    return Refusal(scenarios=tuple(altered(page, tree)))


def may_pass(page: AdvicePage) -> bool:
    """Whether the gate would let it through."""
    return not refusal_of(page)


def check(page: AdvicePage) -> None:
    """Raises TreeRefused, or its kind ScenariosAltered."""
    refusal = refusal_of(page)
    if refusal.findings:
        raise TreeRefused(page.pk, refusal.findings)
    if refusal.scenarios:
        raise ScenariosAltered(page.pk, [(each.scenario.pk, each.at) for each in refusal.scenarios])


@contextmanager
def passage(page: AdvicePage) -> Iterator[None]:
    """Around the saving of a page that becomes live: look at its tree first, and take the snapshot after.

    Raises TreeRefused, ScenariosAltered; then nothing is saved.
    """
    with transaction.atomic():
        actions.hold(page.programme)
        now = timezone.now()
        check(page)
        yield
        actions.take_snapshot(page=page, by=who_acts(), now=now)


def who_acts() -> str:
    """Who presses the button, as the audit log names people. Wagtail knows it; nobody does when the clock acts."""
    user = get_active_log_context().user
    return audit.SYSTEM if user is None else str(user.audit_id)
