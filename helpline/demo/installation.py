"""What a fresh installation needs before anybody can work: programmes, codes, registration forms, canned answers.

And a postbox for each programme, with templates for letters.
"""

from datetime import date

from chat import canned
from cms import settling
from helpline.contacts.composing import install_forms
from helpline.mail import templates
from helpline.programmes.actions import seed_programmes
from helpline.programmes.models import Programme


def install(today: date) -> int:
    """Add what is missing, change nothing that is there. May be repeated. Returns how many rows were missing."""
    added = seed_programmes()
    install_forms(today)
    added += settling.install()
    for programme in Programme.objects.order_by("order", "slug"):
        added += canned.install(programme) + templates.install(programme)
    return added
