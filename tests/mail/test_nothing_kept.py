"""What a mail or a letter leaves in the database: sealed words, and nothing that tells who wrote it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.apps import apps

from helpline.accounts.models import User
from helpline.mail import actions, terms
from helpline.mail.actions import bridging
from helpline.mail.bridge.parsing import parse
from helpline.mail.models import Correspondence
from helpline.programmes.models import Programme
from tests.canaries import search
from tests.factories.mail import MORNING
from tests.proof.canary import identity
from tests.proof.mail_sending import identified

pytestmark = pytest.mark.django_db
WHO = identity(0)
MAIL, ALL, CONTENT = WHO.mail, WHO.everything, WHO.content


def _rows() -> Iterator[tuple[str, bytes]]:
    """Every row of every model, as bytes."""
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            parts = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
            yield model.__name__, b" ".join(parts)


def test_no_identity_and_no_word_stands_readable_in_any_row(helpwanted: Programme, noor: User) -> None:
    mail = identified(WHO)
    mail.set_content(f"{CONTENT} {ALL}\n\n-- \n{ALL}")
    mail.add_attachment(ALL.encode(), maintype="image", subtype="jpeg", filename=f"{MAIL}.jpg")
    raw = mail.as_bytes()
    parsed = parse(raw, size=len(raw), own_address="brieven@neutraal.example", longest=terms.LONGEST_LETTER)
    assert CONTENT in parsed.text
    bridging.receive(programme=helpwanted, uid_validity=1, uid=1, mail=parsed, now=MORNING)
    written = actions.write(
        programme=helpwanted, text=f"{CONTENT} {ALL}", form_number=uuid4(), proved=True, now=MORNING
    )
    for kept in Correspondence.objects.all():
        actions.take(correspondence=kept, by=noor, now=MORNING)
        actions.write_note(correspondence=kept, text=ALL, request_id=uuid4(), by=noor, now=MORNING)
        actions.answer(correspondence=kept, text=f"{CONTENT} {ALL}", request_id=uuid4(), by=noor, now=MORNING)
    kept_rows = list(_rows())
    assert len(kept_rows) > 20
    assert search(kept_rows, [*WHO.traits, written.code]) == []
    planted = [*kept_rows, ("planted", f"x {MAIL} x".encode())]
    assert search(planted, [MAIL]), "the search finds nothing at all"
