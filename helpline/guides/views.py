"""The contents of the guides, and a guide on one page, so that it can be searched and printed as a whole."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.guides import shelf


@staff_required()
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All guides with their sections; those of the reader's own jobs first."""
    language = shelf.language()
    own, others = shelf.own_and_others(user_of(request))
    context = {
        "own": [(title, shelf.guide(title.key, language)) for title in own],
        "others": [(title, shelf.guide(title.key, language)) for title in others],
    }
    return render(request, "guides/contents.html", context)


@staff_required()
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """A guide. There is nothing secret in one, so everybody who is signed in may read all."""
    try:
        guide = shelf.guide(key, shelf.language())
    except KeyError as error:
        raise Http404 from error
    return render(request, "guides/guide.html", {"guide": guide})
