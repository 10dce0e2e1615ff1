"""What happens to records is heard, whoever did it: kept answers are forgotten, and the audit log knows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale

from helpline.accounts.models import User
from helpline.audit.models import Entry
from helpline.directory import queries
from helpline.directory.models import KINDS, Tip
from helpline.directory.watching import SUBJECTS
from tests.factories.directory import make_organisation, make_removal_route, make_term, make_tip

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def told() -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(action__startswith="directory.").order_by("number")
    return list(entries.values_list("action", "actor", "subject"))


def test_every_kind_has_its_word_in_the_audit_log() -> None:
    assert set(SUBJECTS) == set(KINDS)
    records = [make_organisation(), make_removal_route(), make_tip(), make_term()]
    assert told() == [
        ("directory.published", "system", f"{word}:{record.pk}")
        for word, record in zip(("organisation", "removal_route", "tip", "term"), records, strict=True)
    ]


def test_a_draft_is_not_told() -> None:
    make_tip(published=False).save_revision(log_action=True)
    assert told() == []


def test_who_did_it_is_told() -> None:
    tip = make_tip(published=False)
    editor = User.objects.create_user("editor@example.test", name="E", is_superuser=True)
    tip.save_revision().publish(user=editor)
    tip.refresh_from_db()
    tip.unpublish(user=editor)
    assert told() == [
        ("directory.published", editor.audit_id, f"tip:{tip.pk}"),
        ("directory.unpublished", editor.audit_id, f"tip:{tip.pk}"),
    ]


def test_a_timer_that_publishes_and_takes_away_is_heard_too() -> None:
    now = timezone.now()
    tip = make_tip(key="later", published=False)
    tip.go_live_at = now + timedelta(hours=1)
    tip.save_revision().publish()
    assert queries.tips(["later"]) == []
    tip.refresh_from_db()
    revision = tip.scheduled_revision
    assert revision is not None
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert [one.key for one in queries.tips(["later"])] == ["later"]
    Tip.objects.update(expire_at=now - timedelta(seconds=1))
    call_command("publish_scheduled")
    assert queries.tips(["later"]) == []
    assert told() == [
        ("directory.published", "system", f"tip:{tip.pk}"),
        ("directory.unpublished", "system", f"tip:{tip.pk}"),
    ]


def test_other_content_of_wagtail_is_not_ours_to_tell() -> None:
    log(instance=Locale.objects.create(language_code="en"), action="wagtail.delete")
    assert told() == []
