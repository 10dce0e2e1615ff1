"""The post's numbers stand in rooms that do not know each other; here they are compared. Pure."""

from cms import views
from helpline.mail import terms
from helpline.retention import terms as retention


def test_every_room_tells_the_same_term() -> None:
    assert terms.POST_DAYS == views.POST_DAYS == retention.POST_DAYS
