"""The parts of a tree on the page that edits it. One block is one node; both languages stand in each.

The ids that everything else refers to are Wagtail's own: the id of a block in the stream is the node's id, the id of an
item in the list of options is the option's. They are made in the browser and survive moving, copying and undoing.
Nothing is required here: a draft may hold anything, and the validator says what is missing (`graph`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from helpline.programmes.models import Channel
from selfhelp.advice.folding import FoldedBlock

#: letters: of a question or heading, of an answer, of a longer text
LONGEST_TEXT = 200
LONGEST_LABEL = 120
LONGEST_BODY = 3000


class WordsBlock(blocks.StructBlock):
    """One text in both languages, each with an easy version. rows: of a longer text; 0 is one line."""

    def __init__(self, longest: int = LONGEST_TEXT, rows: int = 0, **kwargs: Any) -> None:
        names = {
            "nl": _("Dutch"),
            "en": _("English"),
            "easy_nl": _("Easy Dutch"),
            "easy_en": _("Easy English"),
        }

        def line(label: Any) -> blocks.FieldBlock:
            if rows:
                return blocks.TextBlock(label=label, required=False, max_length=longest, rows=rows)
            return blocks.CharBlock(label=label, required=False, max_length=longest)

        super().__init__([(name, line(label)) for name, label in names.items()], **kwargs)


class TargetBlock(blocks.CharBlock):
    """The id of the node that follows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 36, "label": _("Leads to"), **kwargs})


def _records(model: str, label: Any) -> blocks.ListBlock:
    return blocks.ListBlock(SnippetChooserBlock(model, required=False), label=label, default=[])


class OptionBlock(blocks.StructBlock):
    """One possible answer."""

    label = WordsBlock(LONGEST_LABEL, label=_("Answer"))
    target = TargetBlock()
    unknown = blocks.BooleanBlock(label=_("This is “I don't know”"), required=False)
    code = blocks.CharBlock(label=_("Counted as"), required=False, max_length=40)
    removal = _records("directory.RemovalRoute", _("Removing images, when this is chosen"))


class QuestionBlock(FoldedBlock):
    """A question and its answers."""

    start = blocks.BooleanBlock(label=_("The walk begins here"), required=False)
    text = WordsBlock(label=_("Question"))
    help = WordsBlock(LONGEST_BODY, rows=2, label=_("Explanation"))
    answers = blocks.ChoiceBlock(
        label=_("How it is answered"),
        default="single",
        choices=[
            ("single", _("One answer")),
            ("multiple", _("All that apply")),
            ("yes_no", _("Yes or no")),
            ("age_band", _("Age")),
        ],
    )
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"))
    target = TargetBlock(label=_("When no ticked answer says where to go"))
    counts_as = blocks.CharBlock(label=_("Code list"), required=False, max_length=40)

    class Meta:
        label = _("Question")
        icon = "help"


class InfoBlock(FoldedBlock):
    """Something to read before the next question."""

    start = blocks.BooleanBlock(label=_("The walk begins here"), required=False)
    text = WordsBlock(label=_("Heading"))
    body = WordsBlock(LONGEST_BODY, rows=4, label=_("Text"))
    target = TargetBlock()

    class Meta:
        label = _("Information")
        icon = "info-circle"


class StepBlock(blocks.StructBlock):
    """One thing to do now."""

    title = WordsBlock(LONGEST_LABEL, label=_("What to do"))
    text = WordsBlock(LONGEST_BODY, rows=2, label=_("How"))


class AdviceBlock(FoldedBlock):
    """Where a walk ends: what to do, and who can help."""

    text = WordsBlock(label=_("Heading"))
    body = WordsBlock(LONGEST_BODY, rows=4, label=_("Text"))
    steps = blocks.ListBlock(StepBlock(), label=_("What to do now, in order"), default=[])
    tips = _records("directory.Tip", _("Tips"))
    organisations = _records("directory.Organisation", _("Who can help"))
    removal = _records("directory.RemovalRoute", _("Removing images"))
    chosen_removal = blocks.BooleanBlock(
        label=_("Show how to remove images from the platforms that were chosen"), required=False
    )
    doors = blocks.ListBlock(
        blocks.ChoiceBlock(
            choices=[(value, label) for value, label in Channel.choices if value != Channel.ADVICE],
            required=False,
        ),
        label=_("Ways to reach us, in order"),
        default=[],
    )
    say = WordsBlock(LONGEST_BODY, rows=3, label=_("What somebody can say to a parent or friend"))

    class Meta:
        label = _("Advice")
        icon = "tick"


class CrisisBlock(AdviceBlock):
    """The advice for who is in danger now. Every page of a walk leads to the first one."""

    class Meta:
        label = _("Crisis advice")
        icon = "warning"


class TreeBlock(blocks.StreamBlock):
    """All nodes of a tree, in the order in which editors list them."""

    question = QuestionBlock()
    info = InfoBlock()
    advice = AdviceBlock()
    crisis = CrisisBlock()

    class Meta:
        required = False
