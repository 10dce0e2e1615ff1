"""A visitor's browser for tests of pages: the door with its puzzle solved, and what came of it."""

import re

from django.conf import settings
from django.test import Client

from chat import pow as puzzles
from chat.models import Conversation

ENGLISH = {"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"}


class Visitor:
    """One browser without history. scripted: whether it runs scripts, and so solves the puzzle at the door."""

    def __init__(self, *, slug: str = "helpwanted", scripted: bool = True, language: str = "en") -> None:
        self.slug = slug
        self.scripted = scripted
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    def path(self, name: str = "") -> str:
        return f"/{self.slug}/chat/{name}"

    def get(self, name: str = "") -> str:
        """The text of a page of the chat, after redirects."""
        return self.client.get(self.path(name), follow=True).text

    def post(self, name: str, **fields: object) -> "tuple[str, str]":
        """Send a form; the address it led to, and the text there."""
        response = self.client.post(self.path(name), fields, follow=True)
        where = response.redirect_chain[-1][0] if response.redirect_chain else self.path(name)
        return where, response.text

    def knock(self, **fields: object) -> "tuple[str, str]":
        """Press the button at the door."""
        if self.scripted:
            found = re.search(r'data-challenge="([^"]+)"', self.get())
            token = found[1] if found else ""
            proof = puzzles.solve(token, puzzles.bits_of(token)) if token else ""
            fields = {"scripted": "1", "proof": proof, **fields}
        return self.post("start/", **fields)

    @property
    def conversation(self) -> Conversation:
        """The newest conversation there is."""
        newest = Conversation.objects.order_by("-queued_at").first()
        assert newest is not None
        return newest
