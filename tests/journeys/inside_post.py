"""What a journey can ask inside a house of the post (see tests.journeys.inside)."""

from uuid import uuid4


def mail_arrives(slug: str, raw: str) -> str:
    """As if a mail had been fetched from this programme's mailbox; what became of it."""
    from django.utils import timezone

    from helpline.mail import terms
    from helpline.mail.actions import bridging
    from helpline.mail.bridge.parsing import LOOKED_AT, parse
    from helpline.programmes.models import Programme

    whole = raw.encode()
    mail = parse(
        whole[:LOOKED_AT],
        size=len(whole),
        own_address="brieven@neutraal.example",
        longest=terms.LONGEST_LETTER,
    )
    became = bridging.receive(
        programme=Programme.objects.get(slug=slug), uid_validity=1, uid=uuid4().int >> 66, mail=mail,
        now=timezone.now(),
    )  # fmt: skip
    return str(became)


def post_clean() -> None:
    """No letters at all."""
    from helpline.mail.models import Correspondence, FetchedMail
    from helpline.vault.models import DataKey
    from tests.journeys.clearing import clear

    clear(Correspondence, DataKey.objects.filter(term_class="post"), FetchedMail)


def answer_letter(email: str, text: str) -> None:
    """A counsellor takes the newest letter that waits, answers it, and writes a note beside it."""
    from helpline.accounts.models import User
    from helpline.mail import actions
    from helpline.mail.models import Correspondence

    user = User.objects.get(email=email)
    letter = Correspondence.objects.filter(state="waiting").order_by("-arrived_at").first()
    assert letter is not None
    actions.take(correspondence=letter, by=user)
    actions.write_note(correspondence=letter, text=text, request_id=uuid4(), by=user)
    actions.answer(correspondence=letter, text=text, request_id=uuid4(), by=user)
