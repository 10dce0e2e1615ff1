"""What an error page may show of a request that carries addresses for the hotline: nothing of what was sent.

Django hides form values on its pages for developers only when DEBUG is off. Here they are hidden always, on the
addresses that take them.
"""

from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

#: below this address nothing of a request is ever shown
PLACE = "/staff/referrals/hotline/"
_HIDDEN = "(hidden)"


class HideWhatIsPassedOn(SafeExceptionReporterFilter):
    """Django's own filter, and stricter where addresses for the hotline are taken."""

    def _is_hidden(self, request: HttpRequest | None) -> bool:
        return request is not None and request.path.startswith(PLACE)

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """No value of a form that passes addresses on."""
        if request is not None and self._is_hidden(request):
            return dict.fromkeys(request.POST, _HIDDEN)
        return super().get_post_parameters(request)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """No value of any variable on the way."""
        if self._is_hidden(request):
            return [(name, _HIDDEN) for name in tb_frame.f_locals]
        return super().get_traceback_frame_variables(request, tb_frame)
