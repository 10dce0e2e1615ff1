"""What the chat shows in the demo."""

from chat import canned
from helpline.programmes.models import Programme


def create_demo_content() -> None:
    """Give each programme its canned answers. May be called again."""
    for programme in Programme.objects.order_by("order", "slug"):
        canned.install(programme)
