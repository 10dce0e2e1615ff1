"""The levels of a risk: a code list of the programme, from the least to the most serious."""

from helpline.care.rules import ACUTE
from helpline.programmes.models import Programme
from helpline.programmes.queries import all_codes, find_code

#: the key of the code list
LIST = "risk_level"


def label_of(programme: Programme, level: str) -> str:
    """The level in words; its code when the list does not know it."""
    code = find_code(programme, LIST, level)
    return code.label() if code is not None else level


def is_more_serious(programme: Programme, level: str, *, than: str) -> bool:
    """Whether a level stands behind another in the list. One that the list does not know counts as the least."""
    order = [code.code for code in all_codes(programme, LIST)]
    place = {code: at for at, code in enumerate(order)}
    return place.get(level, -1) > place.get(than, -1)


def is_acute(level: str) -> bool:
    """Whether a shift lead is to hear of it at once."""
    return level == ACUTE
