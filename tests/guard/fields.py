"""Every field of the staff's pages in which words can be typed: found in the pages as they are sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import Resolver404, resolve

#: kinds of <input> in which nobody can write what comes to mind
_CLOSED = frozenset(
    {"hidden", "checkbox", "radio", "date", "time", "number", "submit", "button", "range", "color", "file",
     "datetime-local", "month", "password"}
)  # fmt: skip
_WORDS = ("name", "kind")


@dataclass(frozen=True, slots=True)
class Box:
    """A field for words. action: where its form is posted; "" for one that a script reads. name: or its id.

    data: what the rest of the form sends, filled in as plainly as it goes.
    """

    who: str
    page: str
    action: str
    name: str
    data: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """As the tables call it: the address of its form and its name."""
        # lines of one table are one field
        return f"{self.view} {re.sub('[0-9]+', '#', self.name)}"

    @property
    def view(self) -> str:
        """The name of the address that takes it; of one that a script reads, of the page."""
        try:
            found = resolve((self.action or self.page).partition("?")[0])
        except Resolver404:
            return self.action
        # one address for several forms says in a word which of them
        return "/".join([found.view_name, *(found.kwargs[each] for each in _WORDS if each in found.kwargs)])


def boxes(client: Client, who: str, page: str) -> Iterator[Box]:
    """The fields for words of a page, each with the form that it stands in."""
    answer = client.get(page)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return
    soup = BeautifulSoup(answer.content, "html.parser")
    for field in soup.find_all(["textarea", "input"]):
        if not _is_open(field):
            continue
        form = _form_of(soup, field)
        name = str(field.get("name") or field.get("id") or field.get("data-part") or "?")
        if form is None:
            yield Box(who, page, "", name)
        elif str(form.get("method", "get")).lower() == "post":
            if not field.get("name"):
                continue  # nothing sends it: it tells the browser's own safe whose passphrase it is
            action = str(form.get("action") or page)
            yield Box(who, page, action, name, tuple(_rest(soup, form, name)))
        # what is asked with GET is a search: nothing is saved


def _is_open(field: Tag) -> bool:
    return field.name == "textarea" or str(field.get("type", "text")) not in _CLOSED


def _form_of(soup: BeautifulSoup, field: Tag) -> Tag | None:
    """The form that sends it; a dialog's form sends nothing."""
    named = field.get("form")
    form = soup.find("form", id=str(named)) if named else field.find_parent("form")
    if not isinstance(form, Tag) or str(form.get("method", "")).lower() == "dialog":
        return None
    return form if form.get("method") or form.get("action") else None


def _rest(soup: BeautifulSoup, form: Tag, but: str) -> Iterator[tuple[str, str]]:
    """The other fields, with what stands in them or the first thing that can be chosen."""
    chosen: set[str] = set()
    identity = form.get("id")
    fields = [*form.find_all(["input", "select", "textarea"])]
    if identity:
        fields += soup.find_all(["input", "select", "textarea"], attrs={"form": str(identity)})
    for field in fields:
        name = str(field.get("name") or "")
        kind = str(field.get("type", "text")) if field.name == "input" else field.name
        if not name or name == but or kind in ("file", "submit", "button") or field.has_attr("disabled"):
            continue
        if kind == "select":
            values = [str(each.get("value", "")) for each in field.find_all("option")]
            picked = [str(each.get("value", "")) for each in field.find_all("option", selected=True)]
            yield name, next(iter([*filter(None, picked), *filter(None, values)]), "")
        elif kind in ("radio", "checkbox"):
            if field.has_attr("checked") or (kind == "radio" and name not in chosen):
                chosen.add(name)
                yield name, str(field.get("value", "on"))
        elif kind == "textarea":
            yield name, field.text.strip() or "rustig"
        else:
            yield name, str(field.get("value") or "")
