"""When the gate refuses on a road where no form could say so: the sentence, and back to the page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from selfhelp.advice import gate, wording
from selfhelp.advice.errors import NotThatWay, TreeRefused
from selfhelp.advice.models import AdvicePage

#: sentences that are shown at once; the page's own findings list all of them
MOST_SENTENCES = 5


class TellRefusal(MiddlewareMixin):
    """Several pages at once, a workflow that ended meanwhile: where the form's own check was passed by."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with a message; leave everything else alone."""
        if not isinstance(exception, TreeRefused | NotThatWay) or not request.user.is_authenticated:
            return None
        if isinstance(exception, TreeRefused):
            draft = AdvicePage.objects.get(pk=exception.page).get_latest_revision_as_object()
            refusal = gate.refusal_of(draft)
            sentences = wording.refusal(draft, refusal)[:MOST_SENTENCES] or [str(exception)]
        else:
            sentences = [
                _("This page holds both languages, and has a copying of its own: “Export, import, copy”.")
            ]
        for sentence in sentences:
            messages.error(request, sentence)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[exception.page]))
