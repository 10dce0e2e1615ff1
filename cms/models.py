"""The pages of the public sites. Each programme has a home page in each language; the others hang below it.

Addresses: Dutch at /<programme>/..., English at /en/<programme>/...; in production a programme's home may also be the
root of a host name of its own (Wagtail's sites). The rooms' own addresses (chat, leaving) come first; RESERVED keeps
them free.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.search import index

from cms.addresses import door_language
from cms.blocks import BodyBlock, EasyBlock, first_heading
from cms.checks.findings import blocks_publishing
from cms.examined import Examination as Examination
from cms.forms import SitePageForm
from cms.language import chosen
from cms.panels import FindingsPanel, TranslationsPanel
from cms.second_editor import SecondEditor as SecondEditor
from cms.ways import ways_back, ways_in
from helpline.privacy import declare, staff
from helpline.programmes.models import Programme, is_code

if TYPE_CHECKING:
    from cms.nearby import Subject

#: parts of an address that rooms use below a programme's home
RESERVED = frozenset(
    {
        "chat", "advice", "post", "phone", "self-help", "search", "feed", "requests", "what-we-keep", "leave",
        "your-traces", "static", "media", "staff", "beheer", "en", "nl",
    }
)  # fmt: skip

#: Wagtail's own fields of a page; those it adds one day are found by the test that wants every field declared
PAGE_PRIVACY = declare(
    "id", "path", "depth", "numchild", "translation_key", "locale", "live", "has_unpublished_changes",
    "first_published_at", "last_published_at", "live_revision", "go_live_at", "expire_at", "expired", "locked",
    "locked_at", "latest_revision", "page_ptr", "title", "draft_title", "slug", "content_type", "url_path",
    "seo_title", "show_in_menus", "search_description", "latest_revision_created_at", "alias_of",
    owner=staff(), locked_by=staff(),
)  # fmt: skip
_SITE_PAGE_PRIVACY = {**PAGE_PRIVACY, **declare("summary", "body", "easy", "review_by")}


class ChoicePage(Page):
    """The quiet first page of an installation with several helplines: which one?"""

    intro = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels: ClassVar[Sequence[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/choice_page.html"

    FIELD_PRIVACY = {**PAGE_PRIVACY, **declare("intro")}

    class Meta:
        verbose_name = _("choice of helpline")
        verbose_name_plural = _("choices of helpline")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        homes = HomePage.objects.child_of(self).live().select_related("programme")
        context["homes"] = sorted(homes, key=lambda home: (home.programme.order, home.programme.slug))
        return context


class SitePage(Page):
    """What every page of a site has: a summary, its text, an easy version where one is written, and a review date."""

    summary = models.CharField(
        _("summary"),
        max_length=160,
        blank=True,
        help_text=_("One or two sentences: on cards, in search results and in feeds."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    easy = StreamField(
        EasyBlock(),
        verbose_name=_("easy version"),
        blank=True,
        help_text=_("The same in very short sentences. Leave it empty when there is none."),
    )
    review_by = models.DateField(
        _("look at again before"),
        null=True,
        blank=True,
        help_text=_("On this day the page appears among what needs review."),
    )

    base_form_class = SitePageForm

    #: the name under which visits of this type are counted
    visit_code: ClassVar[str] = ""
    #: fields with words that stand before the text
    first_words: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[Sequence[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("search_description"),
        index.SearchField("body"),
        index.SearchField("easy"),
        index.FilterField("review_by"),
    ]
    subpage_types: ClassVar[list[str]] = []
    settings_panels: ClassVar[Sequence[Panel]] = [FieldPanel("review_by"), *Page.settings_panels]
    text_panels: ClassVar[Sequence[Panel]] = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls) -> Panel:
        """The form: the text, the easy version, and the rest."""
        return TabbedInterface(
            [
                ObjectList([TranslationsPanel(), *cls.text_panels], heading=_("Text")),
                ObjectList([FieldPanel("easy")], heading=_("Easy version")),
                ObjectList([FindingsPanel()], heading=_("Checks")),
                ObjectList(Page.promote_panels, heading=_("Promote")),
                ObjectList(cls.settings_panels, heading=_("Review")),
            ]
        ).bind_to_model(cls)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """As editors preview: a small phone, and a desk."""
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Phone")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Desk")},
        ]

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This address is taken by another part of the site.")})

    @cached_property
    def home(self) -> "HomePage":
        """The home page of the site this page belongs to. Raises HomePage.DoesNotExist outside a site."""
        found: HomePage = HomePage.objects.ancestor_of(self, inclusive=True).select_related("programme").get()
        return found

    @property
    def programme(self) -> Programme:
        """The programme this page belongs to."""
        return self.home.programme

    def must_be_mended(self, today: date) -> bool:
        """Whether the checks find something that keeps it from visitors."""
        from cms.examining import examine  # it knows the pages that stand here

        return blocks_publishing(examine(self, today))

    def also_counted(self) -> tuple[tuple[str, str], ...]:
        """Counters of its own room in which a reading of this page counts too, each with its code."""
        return ()

    def is_overdue(self, today: date) -> bool:
        """Whether the review date has passed."""
        return self.review_by is not None and self.review_by <= today

    def other_languages(self) -> list[Page]:
        """The same page in other languages, as far as it is published there."""
        return list(self.get_translations().live().select_related("locale").specific())

    def other_subjects(self, shown: Sequence[Page]) -> "list[Subject]":
        """The themes that a reader of this page may go on to, but those that are shown already."""
        from cms.nearby import themes  # it knows the pages that stand here

        return themes(self.home, without={self.pk, *(page.pk for page in shown)})

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Its address, and those of its translations."""
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        alternates = [
            {"location": page.get_full_url(request), "lang_code": page.locale.language_code}
            for page in [self, *self.other_languages()]
        ]
        return [each | {"alternates": alternates} for each in found]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        is_easy = bool(self.easy) and request.GET.get("version") == "easy"
        stream = self.easy if is_easy else self.body
        # cards that end a page are where a reader goes on
        goes_on = stream[-1] if len(stream) and stream[-1].block_type == "pages" else None
        context |= {
            "programme": self.programme,
            "home": self.home,
            "now": timezone.now(),
            "is_easy": is_easy,
            "stream": stream,
            "first_heading": first_heading(stream),
            "door_language": door_language(request, self.locale.language_code),
            "other_languages": self.other_languages(),
            # a reader of English who chooses Dutch is not led back by the choice made before
            "dutch_again": "?lang=nl" if chosen(request) != settings.LANGUAGE_CODE else "",
            "other_homes": self.home.other_languages(),
            "goes_on": goes_on,
            "other_subjects": self.other_subjects(
                [page for page in goes_on.value if page] if goes_on else []
            ),
            # an alias shows the words of another language, and says so
            "words_language": self.alias_of.locale.language_code
            if self.alias_of
            else self.locale.language_code,
        }
        return context


class HomePage(SitePage):
    """A programme's first page: what do you need now?"""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    headline = models.CharField(_("headline"), max_length=80)
    reassurance = models.CharField(
        _("reassurance"), max_length=200, blank=True, help_text=_("The sentence that lowers the shoulders.")
    )
    intro = models.TextField(_("introduction"), blank=True)

    visit_code = "home"
    first_words = ("headline", "reassurance", "intro")
    parent_page_types: ClassVar[list[str]] = ["cms.ChoicePage"]
    subpage_types: ClassVar[list[str]] = [
        "cms.ThemePage", "cms.ArticlePage", "cms.QuestionsPage", "cms.CampaignPage", "cms.ProfessionalsPage",
    ]  # fmt: skip
    text_panels: ClassVar[Sequence[Panel]] = [
        TitleFieldPanel("title"),
        FieldPanel("programme"),
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("reassurance"), FieldPanel("intro")], heading=_("First words")
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    template = "cms/home_page.html"

    FIELD_PRIVACY = {
        **_SITE_PAGE_PRIVACY,
        **declare("programme", "headline", "reassurance", "intro"),
    }

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """The kinds named above, and those of rooms above this one, which say themselves that they belong here."""
        if cls._clean_subpage_models is None:
            own: list[type[Page]] = super().clean_subpage_models()
            named = [
                each
                for each in get_page_models()
                if "cms.HomePage" in (getattr(each, "parent_page_types", None) or ())
            ]
            cls._clean_subpage_models = [*own, *(each for each in named if each not in own)]
        return cls._clean_subpage_models

    @cached_property
    def home(self) -> "HomePage":
        return self

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["ways"] = ways_in(self.programme, context["now"], speaking=context["door_language"])
        context["ways_back"] = ways_back(self.programme, speaking=context["door_language"])
        kinds = [part.block_type for part in context["stream"]]
        # whoever did not find their story on the first cards can say it in their own words
        context["search_after"] = kinds.index("pages") if "pages" in kinds else len(kinds) - 1
        return context

    def other_subjects(self, shown: Sequence[Page]) -> "list[Subject]":
        """None: a home shows them on its own cards."""
        return []


class ThemePage(SitePage):
    """What happened, or what somebody worries about: sextortion, grooming, worried about yourself."""

    icon = models.SlugField(_("icon"), max_length=40, blank=True, help_text=_("A name from the icon set."))
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    visit_code = "theme"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    settings_panels: ClassVar[Sequence[Panel]] = [
        FieldPanel("icon"), FieldPanel("order"), *SitePage.settings_panels,
    ]  # fmt: skip
    template = "cms/site_page.html"

    FIELD_PRIVACY = {**_SITE_PAGE_PRIVACY, **declare("icon", "order")}

    class Meta:
        # "theme" alone is what a programme looks like
        verbose_name = pgettext_lazy("a page", "theme")
        verbose_name_plural = pgettext_lazy("pages", "themes")


class ArticlePage(SitePage):
    """One subject, read from top to bottom."""

    visit_code = "article"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/site_page.html"

    FIELD_PRIVACY = _SITE_PAGE_PRIVACY

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class QuestionsPage(SitePage):
    """Questions that are asked often, with their answers."""

    visit_code = "questions"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/site_page.html"

    FIELD_PRIVACY = _SITE_PAGE_PRIVACY

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("pages of questions and answers")


class CampaignPage(SitePage):
    """Where a banner leads. Clicks and visits are counted by day and campaign; nothing is stored in a browser."""

    campaign = models.CharField(
        _("campaign"),
        max_length=40,
        validators=[is_code],
        help_text=_(
            "Under this name it is counted. Banners lead to the address of this page followed by ?van=banner."
        ),
    )

    visit_code = "campaign"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    settings_panels: ClassVar[Sequence[Panel]] = [FieldPanel("campaign"), *SitePage.settings_panels]
    template = "cms/site_page.html"

    FIELD_PRIVACY = {**_SITE_PAGE_PRIVACY, **declare("campaign")}

    class Meta:
        verbose_name = _("campaign page")
        verbose_name_plural = _("campaign pages")

    def other_subjects(self, shown: Sequence[Page]) -> "list[Subject]":
        """None: a campaign leads where its own cards lead."""
        return []


class ProfessionalsPage(SitePage):
    """For who works with young people or with people who worry: information, and requests for a lesson or material."""

    visit_code = "professionals"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "cms/professionals_page.html"

    FIELD_PRIVACY = _SITE_PAGE_PRIVACY

    class Meta:
        verbose_name = _("page for professionals")
        verbose_name_plural = _("pages for professionals")


#: every type of a site's pages, for what looks at all of them
PAGE_TYPES: tuple[type[SitePage], ...] = (
    HomePage, ThemePage, ArticlePage, QuestionsPage, CampaignPage, ProfessionalsPage,
)  # fmt: skip
