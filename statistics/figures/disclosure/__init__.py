"""Disclosure control: which numbers may be seen, and in what form. Pure: numbers and relations in, numbers out."""

#: the smallest count above zero that is shown as it is
SMALLEST_SHOWN = 5
#: what published numbers are multiples of
BASE = 5
#: how many values a true 1 to 4 must keep open, whoever calculates
OPEN_VALUES = 4


def is_small(count: int) -> bool:
    """Whether a count could point at a person."""
    return 0 < count < SMALLEST_SHOWN
