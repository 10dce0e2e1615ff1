"""What a chapter is made of: the parts of any page, and the exercises."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks import BodyBlock
from cms.checks.text import parts_of_html
from selfhelp.modules import recordings
from selfhelp.modules.exercises import MOST_KEYS, Column, Exercise, Kind, Option
from selfhelp.modules.sheets import BLANK, Sheet

is_key = RegexValidator(
    r"^[a-z][a-z0-9_]{0,39}\Z",
    _("Use small letters, digits and underscores, beginning with a letter, 40 at most."),
)


class KeyBlock(blocks.CharBlock):
    """A name that answers are kept under. It never changes."""

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": _("Key"),
            "max_length": 40,
            "validators": [is_key],
            "help_text": _("Answers are kept under this name. Choose it once and never change it."),
        }
        super().__init__(**(given | kwargs))


class ExerciseBlock(blocks.StructBlock):
    """What every exercise has. Each kind adds its own."""

    kind: ClassVar[Kind]

    key = KeyBlock()
    title = blocks.CharBlock(label=_("Question"), max_length=200)
    help = blocks.CharBlock(label=_("Explanation"), max_length=300, required=False)
    version = blocks.IntegerBlock(
        label=_("Version"),
        default=1,
        min_value=1,
        max_value=999,
        help_text=_(
            "Add one when the question changes so that old answers no longer answer it. A better wording needs none."
        ),
    )

    def exercise(self, value: Any) -> Exercise:
        """The exercise that stands in this block."""
        return Exercise(
            key=value["key"],
            kind=self.kind,
            title=value["title"],
            version=value["version"] or 1,
            help=value["help"],
            **self.details(value),
        )

    def details(self, value: Any) -> dict[str, Any]:
        """What this kind adds."""
        return {}

    def words_of(self, value: Any) -> Iterator[tuple[str, str]]:
        """The words that the content checks read, as (kind, text)."""
        yield "text", value["title"]
        yield "text", value["help"]
        for text in self.more_words(value):
            yield "list", text

    def more_words(self, value: Any) -> Iterator[str]:
        """The words that this kind adds."""
        yield from ()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        sheet: Sheet = context.get("sheet") or BLANK
        return context | {"shown": sheet.show(self.exercise(value)), "sheet": sheet}

    class Meta:
        icon = "edit"
        template = "selfhelp/exercise.html"


def _options(value: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            key=each["key"],
            label=each["label"],
            right=bool(each.get("right", False)),
            explanation=each.get("explanation", ""),
        )
        for each in value
    )


class OptionBlock(blocks.StructBlock):
    """One thing to tick."""

    key = KeyBlock()
    label = blocks.CharBlock(label=_("Words"), max_length=200)


class AnswerBlock(OptionBlock):
    """One answer of a quiz."""

    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    explanation = blocks.CharBlock(label=_("Explanation"), max_length=300, required=False)


class ColumnBlock(blocks.StructBlock):
    """One column of a diary."""

    key = KeyBlock()
    label = blocks.CharBlock(label=_("Words"), max_length=80)


class ScaleBlock(ExerciseBlock):
    """A number between two ends."""

    kind = Kind.SCALE
    low = blocks.IntegerBlock(label=_("From"), default=0, min_value=0, max_value=1)
    high = blocks.IntegerBlock(label=_("To"), default=10, min_value=3, max_value=10)
    low_label = blocks.CharBlock(label=_("The low end"), max_length=60)
    high_label = blocks.CharBlock(label=_("The high end"), max_length=60)

    def details(self, value: Any) -> dict[str, Any]:
        return {name: value[name] for name in ("low", "high", "low_label", "high_label")}

    def more_words(self, value: Any) -> Iterator[str]:
        yield from (value["low_label"], value["high_label"])

    class Meta:
        label = _("Scale")


class ChecklistBlock(ExerciseBlock):
    """Things to tick."""

    kind = Kind.CHECKLIST
    options = blocks.ListBlock(OptionBlock(), label=_("What can be ticked"), min_num=2, max_num=MOST_KEYS)
    other = blocks.BooleanBlock(label=_("With a line for something else"), required=False)

    def details(self, value: Any) -> dict[str, Any]:
        return {"options": _options(value["options"]), "other": bool(value["other"])}

    def more_words(self, value: Any) -> Iterator[str]:
        yield from (each["label"] for each in value["options"])

    class Meta:
        label = _("Checklist")


class TableBlock(ExerciseBlock):
    """A diary: rows with a day."""

    kind = Kind.TABLE
    columns = blocks.ListBlock(ColumnBlock(), label=_("Columns"), min_num=1, max_num=6)
    lines = blocks.IntegerBlock(label=_("Empty rows on paper"), default=7, min_value=1, max_value=31)

    def details(self, value: Any) -> dict[str, Any]:
        columns = tuple(Column(key=each["key"], label=each["label"]) for each in value["columns"])
        return {"columns": columns, "lines": value["lines"]}

    def more_words(self, value: Any) -> Iterator[str]:
        yield from (each["label"] for each in value["columns"])

    class Meta:
        label = _("Diary")


class WritingBlock(ExerciseBlock):
    """A text of one's own."""

    kind = Kind.WRITING
    lines = blocks.IntegerBlock(label=_("Writing lines"), default=6, min_value=1, max_value=30)

    def details(self, value: Any) -> dict[str, Any]:
        return {"lines": value["lines"]}

    class Meta:
        label = _("Writing")


class TimelineBlock(ExerciseBlock):
    """What happened when, in order."""

    kind = Kind.TIMELINE
    lines = blocks.IntegerBlock(label=_("Empty rows on paper"), default=6, min_value=2, max_value=20)

    def details(self, value: Any) -> dict[str, Any]:
        return {"lines": value["lines"]}

    class Meta:
        label = _("Timeline")


class BalanceBlock(ExerciseBlock):
    """Two courses, and what each gives and costs."""

    kind = Kind.BALANCE
    now_label = blocks.CharBlock(label=_("As it is now"), max_length=60)
    change_label = blocks.CharBlock(label=_("When it changes"), max_length=60)

    def details(self, value: Any) -> dict[str, Any]:
        return {name: value[name] for name in ("now_label", "change_label")}

    def more_words(self, value: Any) -> Iterator[str]:
        yield from (value["now_label"], value["change_label"])

    class Meta:
        label = _("Decision balance")


class PlanBlock(ExerciseBlock):
    """Something to do. It comes into the step plan."""

    kind = Kind.PLAN
    suggestions = blocks.ListBlock(
        blocks.CharBlock(max_length=200), label=_("Suggestions"), default=[], max_num=6
    )

    def details(self, value: Any) -> dict[str, Any]:
        return {"suggestions": tuple(value["suggestions"])}

    def more_words(self, value: Any) -> Iterator[str]:
        yield from value["suggestions"]

    class Meta:
        label = _("Plan")


class QuizBlock(ExerciseBlock):
    """A question with an explanation beside every answer. It is never counted."""

    kind = Kind.QUIZ
    options = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=8)
    several = blocks.BooleanBlock(label=_("More than one is right"), required=False)

    def details(self, value: Any) -> dict[str, Any]:
        return {"options": _options(value["options"]), "several": bool(value["several"])}

    def more_words(self, value: Any) -> Iterator[str]:
        for each in value["options"]:
            yield from (each["label"], each["explanation"])

    class Meta:
        label = _("Quiz")


class AudioBlock(blocks.StructBlock):
    """Something to listen to, with the same in words. Without a recording the words stand there alone."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    sound = DocumentChooserBlock(
        label=_("Recording"), required=False,
        help_text=_("mp3, m4a, ogg or wav, 20 MB at most. Nothing plays before a visitor presses."),
    )  # fmt: skip
    transcript = blocks.RichTextBlock(
        label=_("The same in words"),
        features=["bold", "italic", "ol", "ul"],
        help_text=_("Everything that is said. It always stands below: for who cannot listen, or not now."),
    )

    def words_of(self, value: Any) -> Iterator[tuple[str, str]]:
        """The words that the content checks read, as (kind, text)."""
        yield "heading", value["title"]
        for part in parts_of_html(value["transcript"].source, "").blocks:
            yield part.kind, part.text

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["sound"] is not None and (why := recordings.why_not(cleaned["sound"])):
            raise blocks.StructBlockValidationError(block_errors={"sound": ValidationError(why)})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        sound = value["sound"]
        return context | {"sound": sound if sound is not None and not recordings.why_not(sound) else None}

    class Meta:
        label = _("Sound with its words")
        icon = "media"
        template = "selfhelp/audio.html"


class ChapterBlock(BodyBlock):
    """The text of a chapter, with what it asks in between."""

    audio = AudioBlock()
    scale = ScaleBlock(group=_("Exercises"))
    checklist = ChecklistBlock(group=_("Exercises"))
    table = TableBlock(group=_("Exercises"))
    writing = WritingBlock(group=_("Exercises"))
    timeline = TimelineBlock(group=_("Exercises"))
    balance = BalanceBlock(group=_("Exercises"))
    plan = PlanBlock(group=_("Exercises"))
    quiz = QuizBlock(group=_("Exercises"))


def has_sound(stream: Any) -> bool:
    """Whether there is something to listen to in a text."""
    return any(part.block_type == "audio" and part.value["sound"] is not None for part in stream)


def exercises_in(stream: Any) -> list[Exercise]:
    """The exercises of a text, in their order."""
    return [part.block.exercise(part.value) for part in stream if isinstance(part.block, ExerciseBlock)]
