"""The promises as they stand now: facts from the rooms, judged by helpline.watch.promises."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Max
from django.utils import timezone

from figures import agreement
from helpline.audit import queries as audit
from helpline.mail.bridge import work as bridge
from helpline.mail.models import Letter, Postbox
from helpline.mail.states import Delivery
from helpline.phone.account import account
from helpline.phone.deletions import report
from helpline.programmes.queries import programmes
from helpline.retention import registry, terms
from helpline.retention.actions import ERASURE, due
from helpline.retention.models import NightlyRun
from helpline.vault import folder, keystore
from helpline.watch import promises, updates
from helpline.watch.models import Backup
from helpline.watch.promises import Judged

#: days over which deletions at the provider are summed
LOOK_BACK = 14


def all_promises(now: datetime) -> list[Judged]:
    """Every promise, what needs somebody first. One whose facts cannot be had raises what the room raises."""
    return promises.in_order(judge(now) for judge in JUDGES.values())


def _last_runs() -> dict[str, datetime]:
    return dict(NightlyRun.objects.values_list("job").annotate(at=Max("done_at")).values_list("job", "at"))


def erasure(now: datetime) -> Judged:
    """What should have been erased by the last run that was due."""
    overdue = due(now - promises.NIGHT)
    return promises.erasure(last_at=_last_runs().get(ERASURE), overdue=overdue, now=now)


def night(now: datetime) -> Judged:
    """Every other job of the night."""
    jobs = [job.name for job in registry.nightly_jobs()]
    done = {name: at for name, at in _last_runs().items() if name in jobs}
    return promises.night(done=done, jobs=jobs, now=now)


def keys(now: datetime) -> Judged:
    """The key store's list of day keys, beside what the database needs."""
    is_other, missing = False, 0
    try:
        is_other = folder.fit(now) is folder.Fit.OTHER
        _, missing = folder.day_keys_missing(now)
        names = [(name.expires_on_date, name.term_class) for name in keystore.store().day_keys()]
    except DatabaseError:
        raise
    except Exception:  # whatever store it is, and whatever is wrong with it
        names = None
    return promises.keys(
        names=names,
        longest=longest_terms(),
        today=now.astimezone(UTC).date(),
        is_other=is_other,
        missing=missing,
    )


def longest_terms() -> dict[str, int]:
    """Days that something of a term class can live. Cases and groups are extended, so they have no such number."""
    return {
        "chat": max(settings.CHAT_TERM_DAYS, terms.CHAT_WITH_CODE_DAYS),
        "post": terms.POST_DAYS,
        "request": terms.REQUEST_DAYS + 1,
        "draft": terms.DRAFT_DAYS,
        "team": terms.TEAM_NOTE_DAYS,
    }


def provider(now: datetime) -> Judged:
    """The ledger of deletions at the phone's provider."""
    found = report(ask=False, now=now, days=LOOK_BACK)
    return promises.provider(
        is_on=account() is not None,
        waiting=found.waiting,
        given_up=found.given_up,
        oldest_at=found.oldest_at,
        deleted=sum(found.deleted.values()),
        now=now,
    )


def audit_log(now: datetime) -> Judged:
    """The last walk along the chain."""
    last = audit.last_verification()
    if last is None:
        return promises.audit(at=None, length=0, broken_at=None, now=now)
    return promises.audit(at=last.at, length=last.length, broken_at=last.broken_at, now=now)


def backup(now: datetime) -> Judged:
    """The last backup of the database that we were told of."""
    made = Backup.objects.filter(what=Backup.What.DATABASE).aggregate(at=Max("made_at"))["at"]
    return promises.backup(at=made, now=now)


def mirror(now: datetime) -> Judged:
    """The last mirror of the key folder."""
    return promises.mirror(at=folder.mirrored_at(), now=now)


def pending_updates(now: datetime) -> Judged:
    """What the vulnerability service last said about the packages of this release."""
    return promises.updates(asked=updates.read(), today=timezone.localdate(now))


def mail(now: datetime) -> Judged:
    """The bridge to the mailboxes."""
    at = dict(Postbox.objects.values_list("programme__slug", "fetched_at"))
    queued = Letter.objects.filter(delivery=Delivery.QUEUED, next_attempt_at__lt=now - promises.MAILBOX)
    return promises.mail(
        emptied={slug: at.get(slug) for slug in bridge.bridges()},
        failed=Letter.objects.filter(delivery=Delivery.FAILED).count(),
        stuck=queued.count(),
        now=now,
    )


def figures(now: datetime) -> Judged:
    """The last comparison of contacts and figures."""
    states = agreement.last([programme.slug for programme in programmes()])
    return promises.figures(
        compared={state.programme: state.at for state in states},
        contacts=sum(state.contacts for state in states),
        differences=sum(one.n for state in states for one in state.differences),
        now=now,
    )


JUDGES: dict[str, Callable[[datetime], Judged]] = {
    "erasure": erasure,
    "keys": keys,
    "provider": provider,
    "audit": audit_log,
    "backup": backup,
    "mirror": mirror,
    "updates": pending_updates,
    "mail": mail,
    "figures": figures,
    "night": night,
}
