"""A node of a tree is posted as one value: the state of its form as JSON, whether its fields were drawn or not.

The browser draws the fields of a node when it is opened (`advice/editing/folded.js`): a tree of a hundred nodes has ten
thousand fields, of which an editor looks at twenty. What arrives is turned into the fields that a browser would have
posted, and those are read by Wagtail's own blocks; so there is one way in which a field becomes a value.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

#: fields of one node; the longest of the demo has under 200
MOST_FIELDS = 5_000


class Unreadable(ValueError):
    """What was posted for a node is no state of its form."""


def fields_of(block: blocks.Block, posted: str, prefix: str) -> dict[str, str]:
    """The fields that a browser would have posted for a state of a block's form, by name. What the block does not know
    is left out, what is missing is as in a new block. Raises Unreadable."""
    try:
        state = json.loads(posted)
        fields = dict(islice(_fields(block, state, prefix), MOST_FIELDS + 1))
        "".join(fields.values()).encode()  # half a pair of surrogates cannot be kept
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON, or letters that are none") from error
    if len(fields) > MOST_FIELDS:
        raise Unreadable("too many fields")
    if any("\0" in value for value in fields.values()):
        raise Unreadable("a letter that no database keeps")
    return fields


def _fields(block: blocks.Block, state: Any, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _fields(child, _part(_be(state, dict), name, child), f"{prefix}-{name}")
    elif isinstance(block, blocks.ListBlock):
        yield f"{prefix}-count", str(len(_be(state, list)))
        for place, item in enumerate(state):
            at, child = f"{prefix}-{place}", block.child_block
            yield f"{at}-deleted", ""
            yield f"{at}-order", str(place)
            yield f"{at}-id", _be(_be(item, dict).get("id") or "", str)
            yield from _fields(child, _part(item, "value", child), f"{at}-value")
    elif isinstance(block, blocks.BooleanBlock):
        if _be(state, bool):
            yield prefix, "on"
    elif isinstance(block, blocks.ChooserBlock):
        yield prefix, "" if state is None else _key(_be(state, dict).get("id", ""))
    elif isinstance(block, blocks.ChoiceBlock):
        yield prefix, _chosen(block, state)
    else:
        yield prefix, "" if state is None else _be(state, str)


def _part(whole: Mapping[str, Any], name: str, block: blocks.Block) -> Any:
    return whole[name] if name in whole else block.get_form_state(block.get_default())


def _chosen(block: blocks.ChoiceBlock, state: Any) -> str:
    """A menu holds one of its lines: the first, when it was told of none."""
    lines = [str(value) for value, _label in block.field.choices]
    told: list[Any] = state if isinstance(state, list) else [state]
    return next((line for line in told if isinstance(line, str) and line in lines), lines[0])


def _key(told: Any) -> str:
    """A primary key, or "" for none chosen."""
    key = str(_be(told, str, int))
    if not re.fullmatch(r"[0-9]{0,18}", key):
        raise Unreadable("no key of a record")
    return key


def _be(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds:  # True is no number here
        raise Unreadable(f"{kinds[0].__name__} expected")
    return value


class FoldedBlock(blocks.StructBlock):
    """A block whose fields are drawn when it is opened. Fields that were posted one by one are read as ever."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        """The value of what was posted. What cannot be read is an empty value that `clean` refuses."""
        posted = data.get(f"{prefix}-folded")
        if posted is None:
            return super().value_from_datadict(data, files, prefix)
        try:
            return super().value_from_datadict(fields_of(self, posted, prefix), {}, prefix)
        except Unreadable:
            value = self.normalize(self.get_default())
            value.was_unreadable = True
            return value

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, prefix: str) -> bool:
        """Whether nothing was posted for it."""
        return f"{prefix}-folded" not in data and bool(super().value_omitted_from_data(data, files, prefix))

    def clean(self, value: Any) -> Any:
        """Raises ValidationError also for what could not be read: nothing is saved in its place."""
        if getattr(value, "was_unreadable", False):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        _(
                            "This part did not arrive whole, so nothing was saved. "
                            "Load the page again and repeat the change."
                        )
                    )
                ]
            )
        return super().clean(value)


class FoldedBlockAdapter(StructBlockAdapter):
    """Tells the form to draw such blocks with `folded.js`."""

    js_constructor = "advice.FoldedBlock"

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's script first, which the other builds on."""
        return super().media + forms.Media(js=["advice/editing/folded.js"])


register(FoldedBlockAdapter(), FoldedBlock)
