"""The gate: no tree becomes public on any road unless it can be walked to the end.

`AdvicePage.publish` is what the button, the workflow, the clock and scripts call, and it goes through here; a page
that is saved as live without it refuses itself. Visitors see snapshots only, and only this gate has them made.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

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


def refusal_of(page: AdvicePage, today: date) -> Refusal:
    """What the gate has against the tree on this object, saved or not."""
    tree = page.tree()
    findings = tuple(examining.errors_of(tree))
    if findings:
        return Refusal(findings)
    return Refusal(scenarios=tuple(altered(page, tree)))


def may_pass(page: AdvicePage, today: date) -> bool:
    """Whether the gate would let it through."""
    return not refusal_of(page, today)


def check(page: AdvicePage, today: date) -> None:
    """Raises TreeRefused, or its kind ScenariosAltered."""
    refusal = refusal_of(page, today)
    if refusal.findings:
        raise TreeRefused(page.pk, refusal.findings)
    if refusal.scenarios:
        raise ScenariosAltered(page.pk, [(each.scenario.pk, each.at) for each in refusal.scenarios])


class PublishTree(PublishPageRevisionAction):
    """Publish one revision, or plan to: check it, make it live, and take the snapshot, all or nothing."""

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Raises TreeRefused, ScenariosAltered, PublishPagePermissionError."""
        self.check(skip_permission_checks=skip_permission_checks)
        page: AdvicePage = self.object
        with transaction.atomic():
            actions.hold(page.programme)
            now = timezone.now()
            check(page, timezone.localdate(now))
            page.is_let_through = True
            waits = page.go_live_at is not None and page.go_live_at > now
            super().execute(skip_permission_checks=True)
            if not waits:
                actions.take_snapshot(page=page, revision=self.revision, by=_audit_id(self.user), now=now)


class PublishOnTime(PublishTree):
    """On the clock's road nobody is there to be told: what is refused stays as it was, and editors see why later."""

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Raises nothing for a tree that is refused."""
        try:
            super().execute(skip_permission_checks=skip_permission_checks)
        except TreeRefused as refused:
            actions.note_refusal(
                page=self.object, revision=self.revision, refused=refused, now=timezone.now()
            )


def _audit_id(user: object) -> str:
    return str(getattr(user, "audit_id", audit.SYSTEM))
