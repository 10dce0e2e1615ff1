"""Pages for tests: a house with its first page and homes, and pages below them."""

from typing import Any, TypeVar

from cms import kept
from cms.models import HomePage, SitePage
from cms.settling import install
from helpline.programmes.models import Channel
from tests.factories.programmes import make_programme

PageOf = TypeVar("PageOf", bound=SitePage)


def make_site(*, slug: str = "helpwanted", language: str = "nl") -> HomePage:
    """The home page of a new programme, in a house where everything has been settled."""
    make_programme(slug=slug, name=slug.capitalize(), always_open=Channel.CHAT)
    install()
    kept.forget()
    return home_of(slug=slug, language=language)


def home_of(*, slug: str = "helpwanted", language: str = "nl") -> HomePage:
    home: HomePage = HomePage.objects.get(programme__slug=slug, locale__language_code=language)
    return home


def make_page(kind: type[PageOf], home: HomePage, **fields: Any) -> PageOf:
    """A published page below a home."""
    fields = {"title": "Een pagina", "slug": "een-pagina", "summary": "Waar het over gaat."} | fields
    page = kind(locale=home.locale, **fields)
    home.add_child(instance=page)
    page.save_revision().publish()
    kept.forget()
    return page


def text(words: str) -> dict[str, Any]:
    """A block of text, as a page keeps it."""
    return {"type": "text", "value": f"<p>{words}</p>"}


def form_of(page: SitePage, words: str, **more: str) -> dict[str, str]:
    """What a browser sends for an article with one heading."""
    return {
        "title": page.title, "slug": page.slug, "summary": page.summary, "seo_title": "", "search_description": "",
        "review_by": "2030-01-01", "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
        "body-0-type": "heading", "body-0-value": words, "body-0-id": "", "easy-count": "0",
    } | more  # fmt: skip
