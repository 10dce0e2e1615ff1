"""A self-help programme: its page, its modules, their chapters, and the emergency plan beside them.

Pages of the sites like any other: written by editors, published by a second one, in Dutch and English. Keys are the
same in both languages and never change: what a visitor answered is kept under them, in a place only the visitor sees.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.models import PAGE_PRIVACY, SitePage
from cms.ways import ways_in
from helpline.privacy import declare
from selfhelp.modules.blocks import ChapterBlock, exercises_in, has_sound, is_key
from selfhelp.modules.exercises import Exercise
from selfhelp.modules.forms import KeyedPageForm
from selfhelp.modules.sheets import Sheet
from selfhelp.modules.wording import faults_in_words

SITE_PAGE_PRIVACY = {**PAGE_PRIVACY, **declare("summary", "body", "easy", "review_by")}
#: keys of programmes, modules and chapters; the figures join three of them
LONGEST_KEY = 24
#: the module key under which the answers of the emergency plan are kept
EMERGENCY = "emergency"

_key_help = _("Answers and figures are kept under this name. The same in every language; never change it.")


class _KeyedPage(SitePage):
    """A page with a key."""

    key = models.CharField(_("key"), max_length=LONGEST_KEY, validators=[is_key], help_text=_key_help)

    base_form_class = KeyedPageForm
    #: where a page that is being written will stand; its form knows
    below: Page | None = None

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        beside = self._beside()
        if beside.filter(key=self.key).exists():
            raise ValidationError({"key": _("Another page here has this key already.")})

    def _beside(self) -> Any:
        """The pages of this kind and language among which the key is the only one."""
        kind = type(self)
        parent = self.get_parent() if self.pk else self.below
        everybody = kind.objects.exclude(pk=self.pk)
        return everybody.child_of(parent) if parent is not None else everybody.none()


class ProgrammePage(_KeyedPage):
    """A programme: what it is, its modules in the order we recommend, and the freedom to choose."""

    intro = models.TextField(_("introduction"))
    enough = models.TextField(
        _("when it is enough"),
        help_text=_("What we say to who has what they need: to stop here is a good end."),
    )
    emergency_door = models.CharField(
        _("words of the way to the emergency plan"),
        max_length=40,
        help_text=_("On every page of the programme."),
    )

    visit_code = "self_help"
    first_words: ClassVar[tuple[str, ...]] = ("intro", "enough", "emergency_door")
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "selfhelp_modules.ModulePage", "selfhelp_modules.EmergencyPage",
    ]  # fmt: skip
    text_panels: ClassVar[Sequence[Panel]] = [
        FieldPanel("title"), FieldPanel("summary"), FieldPanel("intro"), FieldPanel("enough"),
        FieldPanel("emergency_door"), FieldPanel("body"),
    ]  # fmt: skip
    settings_panels: ClassVar[Sequence[Panel]] = [FieldPanel("key"), *SitePage.settings_panels]
    template = "selfhelp/programme_page.html"

    FIELD_PRIVACY = {**SITE_PAGE_PRIVACY, **declare("key", "intro", "enough", "emergency_door")}

    class Meta:
        verbose_name = _("self-help programme")
        verbose_name_plural = _("self-help programmes")

    @cached_property
    def modules(self) -> list["ModulePage"]:
        """The published modules in the order we recommend."""
        found = ModulePage.objects.child_of(self).live().select_related("locale")
        return sorted(found, key=lambda module: (module.number, module.pk))

    def lacks_modules_of(self, other: "ProgrammePage") -> bool:
        """Whether the other one has published modules that are not here."""
        return not {each.key for each in other.modules} <= {each.key for each in self.modules}

    def with_chapters(self) -> list[tuple["ModulePage", list[str]]]:
        """The published modules, each with the keys of its chapters; in two questions however many there are."""
        chapters = list(ChapterPage.objects.descendant_of(self).live().values_list("path", "key"))
        return [
            (module, [key for path, key in chapters if path.startswith(module.path)])
            for module in self.modules
        ]

    @cached_property
    def emergency(self) -> "EmergencyPage | None":
        """The emergency plan, when it is published."""
        found: EmergencyPage | None = EmergencyPage.objects.child_of(self).live().first()
        return found

    def asked(self) -> dict[str, dict[str, Exercise]]:
        """Every exercise that is asked now, by module and key; those of the emergency plan too."""
        found = {module.key: {each.key: each for each in module.exercises()} for module in self.modules}
        if self.emergency is not None:
            found[EMERGENCY] = {each.key: each for each in exercises_in(self.emergency.body)}
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        dutch = (each for each in context["other_languages"] if each.locale.language_code == "nl")
        fuller = next((each for each in dutch if self.lacks_modules_of(each)), None)
        return context | frame(self, context) | {"fuller": fuller}


def frame(self_help: ProgrammePage, context: dict[str, Any]) -> dict[str, Any]:
    """What stands on every page of a programme: the programme, and the ways to people."""
    ways = ways_in(
        self_help.programme, context["now"], without="self_help", speaking=context["door_language"]
    )
    takes_along = any(way.state.open and way.door.introduce is not None for way in ways)
    return {"self_help": self_help, "ways": ways, "takes_along": takes_along}


def programme_of(page: Page) -> ProgrammePage:
    """The self-help programme a page stands below."""
    found: ProgrammePage = ProgrammePage.objects.ancestor_of(page).get()
    return found


class ModulePage(_KeyedPage):
    """A module: what it helps you do, a first score that advises, its chapters."""

    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("Its place in the order we recommend, and its number on the screen.")
    )
    helps = models.TextField(
        _("what it helps with"), help_text=_("One a line. Each begins with what somebody will be able to do.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=40)
    working_title = models.BooleanField(
        _("working title"),
        default=False,
        help_text=_("The title is our own for now. Editors see this; visitors do not."),
    )
    score_question = models.CharField(_("question of the score"), max_length=200)
    score_low = models.CharField(_("what 0 means"), max_length=60)
    score_high = models.CharField(_("what 10 means"), max_length=60)
    advice_low = models.TextField(_("advice after 0 to 3"))
    advice_middle = models.TextField(_("advice after 4 to 6"))
    advice_high = models.TextField(_("advice after 7 to 10"))

    visit_code = "self_help"
    first_words: ClassVar[tuple[str, ...]] = (
        "helps", "score_question", "score_low", "score_high", "advice_low", "advice_middle", "advice_high",
    )  # fmt: skip
    parent_page_types: ClassVar[list[str]] = ["selfhelp_modules.ProgrammePage"]
    subpage_types: ClassVar[list[str]] = ["selfhelp_modules.ChapterPage"]
    text_panels: ClassVar[Sequence[Panel]] = [
        FieldPanel("number"), FieldPanel("title"), FieldPanel("working_title"), FieldPanel("summary"),
        FieldPanel("helps"), FieldPanel("minutes"),
        MultiFieldPanel(
            [FieldPanel(name) for name in (
                "score_question", "score_low", "score_high", "advice_low", "advice_middle", "advice_high",
            )],
            heading=_("The score at the start and at the end"),
        ),
        FieldPanel("body"),
    ]  # fmt: skip
    settings_panels: ClassVar[Sequence[Panel]] = [FieldPanel("key"), *SitePage.settings_panels]
    template = "selfhelp/module_page.html"

    FIELD_PRIVACY = {
        **SITE_PAGE_PRIVACY,
        **declare(
            "key", "number", "helps", "minutes", "working_title", "score_question", "score_low", "score_high",
            "advice_low", "advice_middle", "advice_high",
        ),
    }  # fmt: skip

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @cached_property
    def chapters(self) -> list["ChapterPage"]:
        """The published chapters in their order; the reflection is the last."""
        found = ChapterPage.objects.child_of(self).live().order_by("path").select_related("locale")
        return sorted(found, key=lambda chapter: chapter.is_closing)

    def also_counted(self) -> tuple[tuple[str, str], ...]:
        return (("module_visits", f"{programme_of(self).key}.{self.key}"),)

    @property
    def things(self) -> list[str]:
        """What it helps you do, line by line."""
        return [line.strip() for line in self.helps.splitlines() if line.strip()]

    @property
    def advices(self) -> list[tuple[int, int, str]]:
        """What we advise, by score: (from, to, words)."""
        return [(0, 3, self.advice_low), (4, 6, self.advice_middle), (7, 10, self.advice_high)]

    def exercises(self) -> list[Exercise]:
        """Every exercise of its published chapters, in their order."""
        return [each for chapter in self.chapters for each in exercises_in(chapter.body)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        self_help = programme_of(self)
        context |= frame(self_help, context)
        numbers = [module.pk for module in self_help.modules]
        after = numbers.index(self.pk) + 1 if self.pk in numbers else len(numbers)
        return context | {
            "module": self,
            "sheet": kwargs.get("sheet") or Sheet(self.key),
            "next_module": self_help.modules[after] if after < len(numbers) else None,
        }


class ChapterPage(_KeyedPage):
    """A chapter: something to read, and something to do with it. The last one of a module looks back."""

    body = StreamField(ChapterBlock(), verbose_name=_("text"), blank=True)
    is_closing = models.BooleanField(
        _("this is the reflection"),
        default=False,
        help_text=_("The last chapter: the score is asked again here, beside the first one."),
    )

    visit_code = "self_help"
    parent_page_types: ClassVar[list[str]] = ["selfhelp_modules.ModulePage"]
    settings_panels: ClassVar[Sequence[Panel]] = [
        FieldPanel("key"), FieldPanel("is_closing"), *SitePage.settings_panels,
    ]  # fmt: skip
    template = "selfhelp/chapter_page.html"

    FIELD_PRIVACY = {**SITE_PAGE_PRIVACY, **declare("key", "is_closing")}

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def module_page(self) -> ModulePage:
        """The module this chapter belongs to."""
        found: ModulePage = ModulePage.objects.parent_of(self).get()
        return found

    def also_counted(self) -> tuple[tuple[str, str], ...]:
        return (("chapter_visits", f"{programme_of(self).key}.{self.module_page().key}.{self.key}"),)

    def clean(self) -> None:
        super().clean()
        if faults := faults_in_words(exercises_in(self.body)):
            raise ValidationError({"body": faults})
        if taken := self._keys_elsewhere():
            raise ValidationError(
                {"body": _("Another chapter has an exercise of this name: %s") % ", ".join(taken)}
            )

    def _keys_elsewhere(self) -> list[str]:
        mine = {each.key for each in exercises_in(self.body)}
        return sorted({each.key for chapter in self._beside() for each in exercises_in(chapter.body)} & mine)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= frame(programme_of(self), context)
        module = self.module_page()
        chapters = module.chapters
        at = next((number for number, each in enumerate(chapters) if each.pk == self.pk), len(chapters))
        return context | {
            "module": module,
            "sheet": kwargs.get("sheet") or Sheet(module.key),
            "has_sound": has_sound(self.body),
            "place": at + 1,
            "next_chapter": chapters[at + 1] if at + 1 < len(chapters) else None,
            "last_chapter": chapters[at - 1] if 0 < at <= len(chapters) - 1 else None,
        }


class EmergencyPage(SitePage):
    """What to do when it threatens to go wrong now, and a plan of one's own for then."""

    body = StreamField(ChapterBlock(), verbose_name=_("text"), blank=True)

    visit_code = "self_help"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["selfhelp_modules.ProgrammePage"]
    template = "selfhelp/emergency_page.html"

    FIELD_PRIVACY = SITE_PAGE_PRIVACY

    class Meta:
        verbose_name = _("emergency plan")
        verbose_name_plural = _("emergency plans")

    def clean(self) -> None:
        super().clean()
        if faults := faults_in_words(exercises_in(self.body)):
            raise ValidationError({"body": faults})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= frame(programme_of(self), context)
        return context | {
            "sheet": kwargs.get("sheet") or Sheet(EMERGENCY),
            "has_sound": has_sound(self.body),
            "asks": bool(exercises_in(self.body)),
        }


#: every type of page of a programme
PAGE_TYPES: tuple[type[SitePage], ...] = (ProgrammePage, ModulePage, ChapterPage, EmergencyPage)
