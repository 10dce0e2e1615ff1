"""The people of the journeys, and what they do with their hands: nothing here looks behind the screen."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import FloatRect, Locator, Page, expect

from chat.savings import SAVE_SECONDS
from tests.journeys.inside import Inside
from tests.services import sizes
from tests.services.browser import DESK, PHONE, People, Person
from tests.services.house import House

EMBEDDED, TWO_PROCESSES = ("sqlite", 1), ("postgres", 2)
#: for journeys that are seen on both engines, and with visitor and counsellor on different processes
both_houses = pytest.mark.parametrize(
    "stage", [EMBEDDED, TWO_PROCESSES], ids=["sqlite", "postgres"], indirect=True
)
#: for those that hold on both too: a part sees them where it is hardest, with two processes
hardest_house = pytest.mark.parametrize(
    "stage",
    sizes.of_all([TWO_PROCESSES, EMBEDDED], part=[TWO_PROCESSES]),
    ids=sizes.of_all(["postgres", "sqlite"], part=["postgres"]),
    indirect=True,
)
COUNSELLOR, SECOND, LEAD = "counsellor@demo.test", "second@demo.test", "lead@demo.test"
#: seconds for what is waited for without a browser; a machine with other work to do is slow, and that is no defect
PATIENCE_SECONDS = 60
MANAGER, ADMINISTRATOR = "manager@demo.test", "admin@demo.test"


_WHERE_THE_FOCUS_IS = """
() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  if (here.closest("[data-leave]")) return "leave";
  return here.closest("dialog") ? "dialog" : "behind";
}
"""


@dataclass
class Visitor:
    """Somebody with a phone."""

    person: Person
    slug: str = "helpwanted"

    @property
    def page(self) -> Page:
        return self.person.page

    @property
    def compose(self) -> Locator:
        return self.page.locator("#message")

    def comes_to_the_chat(self) -> None:
        """From the programme's first page through the door into the line."""
        self.person.visit(f"/{self.slug}/")
        self.page.locator(f"a[href$='/{self.slug}/chat/']").first.click()
        self.starts()

    def starts(self) -> None:
        """Press the button at the door, and stand in the conversation.

        Who presses before the page's script is there gets the page without scripts; that is another story.
        """
        self.page.wait_for_load_state("load")
        self.page.locator(".door-form button[type=submit]").click()
        self.page.wait_for_url(f"**/{self.slug}/chat/talk/")

    def writes(self, text: str) -> None:
        """Write and press the button; the message shows at once."""
        self.compose.fill(text)
        self.page.locator("#compose button[type=submit]").click()
        expect(self.own(text)).to_be_visible()

    def writes_fast(self, texts: Iterable[str]) -> None:
        """Write many messages in a breath, faster than the pace at which they may go."""
        self.page.evaluate(
            """(texts) => {
              const [message, compose] = ["message", "compose"].map((id) => document.getElementById(id));
              for (const text of texts) {
                message.value = text;
                compose.requestSubmit();
              }
            }""",
            list(texts),
        )

    def asks_for(self, dialog: str) -> None:
        """Open one of the questions of the menu."""
        self.page.locator("details.menu summary").click()
        self.page.locator(f"[data-dialog={dialog}]").click()
        expect(self.page.locator(f"#dialog-{dialog}")).to_be_visible()

    def exit_box(self) -> FloatRect:
        """Where the button to leave now stands on the screen."""
        box = self.page.locator("[data-leave] button").bounding_box()
        assert box, "there is no way out"
        return box

    def tabs_through(self) -> set[str]:
        """What the Tab key reaches on the way round: "leave", "dialog", "behind" for anything else."""
        reached = set()
        for _ in range(15):
            self.page.keyboard.press("Tab")
            reached.add(self.page.evaluate(_WHERE_THE_FOCUS_IS))
        return reached - {""}

    def own(self, text: str) -> Locator:
        """A message of the visitor's own."""
        return self.page.locator(".msg-own").filter(has_text=text)

    def reads(self, text: str) -> None:
        """Wait until something from the helpline stands there, once."""
        expect(self.page.locator(".msg-theirs").filter(has_text=text)).to_have_count(1)

    def is_told(self, *codes: str) -> None:
        """Wait until a notice stands there; the words are the page's own for that code."""
        for code in codes:
            words = self.page.evaluate(
                "code => JSON.parse(document.getElementById('talk-texts').textContent).notices[code]", code
            )
            expect(self.page.locator(".msg-notice").filter(has_text=words).first).to_be_visible()

    def is_waiting(self) -> None:
        expect(self.page.locator("#wait")).to_be_visible()

    def is_received(self, text: str, *states: str) -> None:
        """Wait until a message is marked as received (or read)."""
        marked = self.own(text)
        expect(marked).to_have_count(1)
        selector = ", ".join(f"[data-state={state}]" for state in states or ("received", "read"))
        expect(self.page.locator(selector).filter(has_text=text)).to_have_count(1)

    def leaves_now(self) -> None:
        self.page.locator("[data-leave] button").click()


@dataclass
class Counsellor:
    """Somebody at a desk, signed in with both factors."""

    person: Person
    email: str
    session: str

    @property
    def page(self) -> Page:
        return self.person.page

    @property
    def talk(self) -> Locator:
        """The conversation in front."""
        return self.page.locator("#talks .talk.is-current")

    def comes_to_the_desk(self) -> None:
        self.person.visit("/staff/")
        expect(self.page.locator("#presence li").first).to_be_visible()

    def is_available(self, slug: str = "helpwanted") -> None:
        """Say so on the screen."""
        number = 0 if slug == "helpwanted" else 1
        switch = self.page.locator("#presence [role=switch]").nth(number)
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")

    def opens(self, number: int = 1) -> None:
        """Open one of the own chats, by its place in the list."""
        row = self.page.locator("#mine li").nth(number - 1)
        row.locator("[data-part=open]").click()
        expect(self.talk).to_be_visible()

    def takes_next(self) -> None:
        self.page.locator("#take-next button").first.click()
        expect(self.talk).to_be_visible()

    def reads(self, text: str) -> None:
        expect(self.talk.locator(".said").filter(has_text=text)).to_have_count(1)

    def writes(self, text: str) -> None:
        composer = self.talk.locator("textarea")
        composer.fill(text)
        composer.press("Enter")
        expect(self.talk.locator(".said").filter(has_text=text)).to_have_count(1)

    def does(self, name: str) -> None:
        """Press one of the buttons of the conversation."""
        self.talk.locator(f"[data-do={name}]").click()

    def shows_the_panel(self) -> None:
        """Show the visitor the panel for immediate danger; the desk asks once."""
        self.does("panel")
        self.page.locator("#dialog-panel button[value=yes]").click()

    def ends_the_chat(self) -> None:
        self.does("end")
        self.page.locator("#dialog-end button[value=end]").click()

    def answers(self, codes: Mapping[str, str | list[str]]) -> None:
        """Fill fields of the registration beside the conversation, and see that they are saved."""
        form = self.page.locator("form[data-register]")
        form.wait_for()
        for key, chosen in codes.items():
            field = form.locator(f"[data-field='{key}']")
            if field.locator("select").count():
                field.locator("select").select_option(chosen)
            else:
                for code in [chosen] if isinstance(chosen, str) else chosen:
                    field.locator(f"input[value='{code}']").check()
        saved = form.get_attribute("data-saved")
        assert saved
        expect(form.locator("[data-state]")).to_have_text(saved)

    def registers(self) -> None:
        """Press the button, and again when the server took too long to answer: the page says so and keeps the form."""
        form = self.page.locator("form[data-register]")
        gone_or_warned = form.locator(".reg-state-warn").or_(
            self.page.locator("body:not(:has(form[data-register]))")
        )
        for _ in range(3):
            form.locator("button[type=submit]").click()
            expect(gone_or_warned).to_have_count(1)
            if not form.count():
                return
        raise AssertionError("the contact cannot be registered")


@dataclass
class Stage:
    """One house and the people in it."""

    house: House
    inside: Inside
    people: People

    def visitor(
        self,
        slug: str = "helpwanted",
        *,
        size: tuple[int, int] = PHONE,
        scripts: bool = True,
        dark: bool = False,
    ) -> Visitor:
        return Visitor(self.people.arrive(self.house, size=size, scripts=scripts, dark=dark), slug)

    def counsellor(
        self,
        email: str = COUNSELLOR,
        *,
        on: str = "",
        capacity: int = 3,
        dark: bool = False,
        language: str = "",
        size: tuple[int, int] = DESK,
    ) -> Counsellor:
        """Somebody signed in, at the desk. on: the programme for which the person is available already."""
        if on:
            self.inside.ask("on_duty", email=email, slug=on, capacity=capacity)
        person, session = self.signed_in(email, dark=dark, language=language, size=size)
        somebody = Counsellor(person, email, session)
        somebody.comes_to_the_desk()
        return somebody

    def signed_in(
        self, email: str, *, dark: bool = False, language: str = "", size: tuple[int, int] = DESK
    ) -> tuple[Person, str]:
        """Somebody of the staff, signed in with both factors, no page opened yet; and the key of the session."""
        person = self.people.arrive(self.house, size=size, dark=dark)
        session: str = self.inside.ask("sign_in", email=email)
        cookies = {settings.SESSION_COOKIE_NAME: session} | (
            {settings.LANGUAGE_COOKIE_NAME: language} if language else {}
        )
        person.context.add_cookies(
            [{"name": name, "value": value, "url": self.house.url} for name, value in cookies.items()]
        )
        return person, session

    def loses(self, counsellor: Counsellor) -> None:
        """A laptop dies, and the minute after which the house notices is over; the house has noticed. What the laptop
        asked last may still be carried out meanwhile, and count as a sign of life: then the minute passes again."""
        counsellor.person.context.close()
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            self.inside.ask("age_lease", email=counsellor.email)
            time.sleep(0.3)
            if self.inside.ask("is_missed", email=counsellor.email):
                return
        raise AssertionError("the house does not miss the desk of a closed browser")

    def loses_sight_of(self, conversation_id: str) -> None:
        """A visitor's browser is closed, and the minutes after which nobody counts on it are over. The server writes
        signs of life down together, a second after it heard them: the last of them has to land first."""
        seen = [self.inside.ask("seen_at", conversation_id=conversation_id)]
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            time.sleep(SAVE_SECONDS + 1)
            seen.append(self.inside.ask("seen_at", conversation_id=conversation_id))
            if seen[-3:] == [seen[-1]] * 3:  # a server that has much to do may write later than it means to
                self.inside.ask("out_of_reach", conversation_id=conversation_id)
                return
        raise AssertionError("a closed browser still gives signs of life")

    def conversation(self) -> tuple[Counsellor, Visitor]:
        """A counsellor and a visitor who talk already."""
        counsellor = self.counsellor(on="helpwanted")
        visitor = self.visitor()
        visitor.person.visit("/helpwanted/chat/")
        visitor.starts()
        counsellor.opens()
        visitor.is_told("joined")
        return counsellor, visitor
