"""What the phone's codes are called on staff screens."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpline.phone.outcome import Outcome

#: why calls were missed
CAUSES: Mapping[str, Promise] = {
    Outcome.CLOSED: _("Closed"),
    Outcome.NOBODY_ON_DUTY: _("Nobody on duty"),
    Outcome.LEFT_EARLY: _("Hung up at once"),
    Outcome.LEFT_WAITING: _("Hung up while waiting"),
    Outcome.WAIT_LIMIT: _("Waited too long"),
    Outcome.OVERLOAD: _("Line full"),
    Outcome.DEVICE_UNREACHABLE: _("Counsellor's device not reached"),
    Outcome.TECHNICAL: _("Technical fault"),
}
