"""What journeys of care and referrals ask inside a house."""


def open_contact(email: str, slug: str) -> str:
    """A contact that goes on, of this counsellor; its id."""
    from django.utils import timezone

    from helpline.accounts.models import User
    from helpline.programmes.models import Programme
    from tests.factories.contacts import make_open

    programme = Programme.objects.get(slug=slug)
    return str(make_open(programme=programme, by=User.objects.get(email=email), now=timezone.now()).pk)


def old_facts(key: str) -> None:
    """Nobody has looked at this organisation for long."""
    from datetime import date

    from helpline.directory import queries
    from helpline.directory.models import Organisation

    Organisation.objects.filter(key=key).update(review_by=date(2020, 1, 1))
    queries.forget()


def care_demo() -> None:
    """The risk records and referrals of the demo."""
    from helpline.care import demo as care
    from helpline.referrals import demo as referrals

    care.create_demo_content()
    referrals.create_demo_content()
