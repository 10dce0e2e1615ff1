"""Advice modules for tests: a page with a tree, drafted or published."""

from typing import Any

from helpline.programmes.models import Programme
from selfhelp.advice import examining, queries
from selfhelp.advice.compiling import stream_of
from selfhelp.advice.models import AdvicePage
from selfhelp.advice.tree import Tree
from tests.factories.cms import home_of, make_site
from tests.selfhelp.advice.trees import small


def make_advice(
    tree: Tree | None = None, *, slug: str = "helpwanted", published: bool = True, **fields: Any
) -> AdvicePage:
    """The advice module of a programme, in a house of its own when there is none."""
    if not Programme.objects.filter(slug=slug).exists():
        make_site(slug=slug)
    home = home_of(slug=slug)
    page = AdvicePage(
        **{
            "title": "Hulp kiezen",
            "title_en": "Choose help",
            "slug": "advice",
            "locale": home.locale,
            **fields,
        }
    )
    home.add_child(instance=page)
    draft(page, tree or small())
    if published:
        publish(page)
    return AdvicePage.objects.get(pk=page.pk)


def draft(page: AdvicePage, tree: Tree, user: Any = None, **fields: Any) -> Any:
    """Save a tree as the latest draft; the revision."""
    page = AdvicePage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.nodes = as_stream(tree)
    return page.save_revision(user=user)


def as_stream(tree: Tree) -> list[dict[str, Any]]:
    stream, missing = stream_of(tree, find_record)
    assert missing == []
    return stream


def find_record(kind: str, key: str) -> int | None:
    return examining.RECORDS[kind].objects.filter(key=key).values_list("pk", flat=True).first()


def publish(page: AdvicePage, user: Any = None) -> None:
    """Publish the latest draft, as a script does."""
    page = AdvicePage.objects.get(pk=page.pk)
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    queries.forget()
