"""A visitor's browser that walks a tree, without a browser: pages and forms only, as without scripts."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.test import Client

from selfhelp.advice import cookie as cookies

#: the names of what a form carries along
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Walker:
    """One browser without history."""

    def __init__(self, *, slug: str = "helpwanted", language: str = "en", **options: object) -> None:
        self.slug = slug
        self.client = Client(**options)  # type: ignore[arg-type]
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.where = ""
        self.page = ""

    def path(self, name: str = "") -> str:
        return f"/{self.slug}/advice/{name}"

    def get(self, name: str = "") -> str:
        """The text of a page, after redirects."""
        return self._take(self.client.get(self.path(name), follow=True), name)

    def post(self, name: str, **fields: object) -> str:
        """Send a form; the text of where it leads."""
        return self._take(self.client.post(self.path(name), fields, follow=True), name)

    def starts(self) -> str:
        return self.post("start/")

    def answers(self, *chosen: str) -> str:
        """Answer the page in front, with its own form."""
        return self.post("answer/", **self.form(), choice=list(chosen))

    def walks(self, *answers: str | Sequence[str]) -> str:
        """Start, and answer page after page: an id, or several of one page; "" reads on."""
        self.starts()
        for each in answers:
            self.answers(*([each] if isinstance(each, str) else each) if each else ())
        return self.page

    def form(self) -> dict[str, str]:
        """What the form of the page in front carries along."""
        action = self.path("answer/")
        main = self.page.partition(f'action="{action}"')[2].partition("</form>")[0]
        return dict(_HIDDEN.findall(main))

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return found[1].strip() if found else ""

    @property
    def cookie(self) -> str:
        """What this browser holds."""
        morsel = self.client.cookies.get(cookies.name(self.slug))
        return morsel.value if morsel is not None else ""

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.client.cookies[cookies.name(self.slug)] = value

    def _take(self, response: Any, name: str) -> str:
        self.where = response.redirect_chain[-1][0] if response.redirect_chain else self.path(name)
        self.page = response.text
        self.status = response.status_code
        return self.page
