"""What a page's text is made of. Few parts, each with one look: an editor chooses words, never shapes.

Facts that change (numbers, addresses, steps at a platform) are not typed here: a page holds a record of the directory,
and shows what stands there now.
"""

from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.ways import ways_in
from helpline.directory.queries import records_by_id

#: what a text may hold: no colours, no sizes, no embedded things from elsewhere
RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    """A heading within the text."""

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "cms/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=RICH_TEXT, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class StepBlock(blocks.StructBlock):
    """One thing to do."""

    title = blocks.CharBlock(label=_("What to do"), max_length=80)
    text = blocks.TextBlock(label=_("How"), required=False, rows=2)


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    items = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=9)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "cms/blocks/steps.html"


class ImportantBlock(blocks.StructBlock):
    """Something that must not be read over, in a calm frame."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        label = _("Important")
        icon = "warning"
        template = "cms/blocks/important.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Answer"), features=RICH_TEXT)


class QuestionsBlock(blocks.StructBlock):
    """Questions that open."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "cms/blocks/questions.html"


class RecordsBlock(blocks.ListBlock):
    """Records of the directory. What is not published (any more) is left out, and the page stays whole."""

    def __init__(self, model: str, **kwargs: Any) -> None:
        self.model_name = model
        super().__init__(SnippetChooserBlock(model), **kwargs)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations know a plain list of choosers."""
        return blocks.ListBlock(SnippetChooserBlock(self.model_name)).deconstruct()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        held = [record.pk for record in value if record is not None]
        context["records"] = records_by_id(apps.get_model(self.model_name), held)
        return context


class WaysBlock(blocks.StaticBlock):
    """The ways to reach the helpline that exist, open or closed now."""

    class Meta:
        label = _("Ways to reach us")
        icon = "comment"
        template = "cms/blocks/ways.html"
        admin_text = _("The ways in that exist are shown here, each with its opening hours.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        programme = context.get("programme")
        now = timezone.now()
        speaking = context.get("door_language", "")
        ways = ways_in(programme, now, speaking=speaking) if programme is not None else []
        return context | {"now": now, "ways": ways}


class PagesBlock(blocks.ListBlock):
    """Cards that lead to other pages. A page that is not published is left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.PageChooserBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations know a plain list of choosers."""
        return blocks.ListBlock(blocks.PageChooserBlock()).deconstruct()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        held = [page.pk for page in value if page is not None and page.live]
        # one question for each type of page, however many cards there are; a card shows no text of the page
        pages = Page.objects.filter(pk__in=held).defer_streamfields().select_related("locale").specific()
        found = {page.pk: page for page in pages}
        context["pages"] = [found[pk] for pk in held if pk in found]
        return context

    class Meta:
        label = _("Other pages")
        icon = "doc-empty-inverse"
        template = "cms/blocks/pages.html"


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock(max_length=80)
    text = TextBlock()
    steps = StepsBlock()
    important = ImportantBlock()
    questions = QuestionsBlock()
    image = ImageBlock(label=_("Picture"), template="cms/blocks/image.html")
    organisations = RecordsBlock(
        "directory.Organisation",
        label=_("Organisations"), icon="group", template="cms/blocks/organisations.html",
    )  # fmt: skip
    removal = RecordsBlock(
        "directory.RemovalRoute",
        label=_("Removing images"), icon="bin", template="cms/blocks/removal.html",
    )  # fmt: skip
    tips = RecordsBlock("directory.Tip", label=_("Tips"), icon="pick", template="cms/blocks/tips.html")
    ways = WaysBlock()
    pages = PagesBlock()


class EasyBlock(blocks.StreamBlock):
    """The same page in very short sentences."""

    heading = HeadingBlock(max_length=80)
    text = TextBlock()
    steps = StepsBlock()
    important = ImportantBlock()
    ways = WaysBlock()


def first_heading(stream: blocks.StreamValue) -> int:
    """Which part of a text is the first with a heading of its own; cards before it stand right below the title."""
    for number, part in enumerate(stream):
        if part.block_type in ("heading", "ways") or (part.block_type == "steps" and part.value["title"]):
            return number
    return len(stream)
