"""What the figures refuse, in their own words."""


class FiguresError(Exception):
    """The parent of everything this room refuses."""


class UnknownField(FiguresError):
    """A fact has no such field."""


class UnknownCode(FiguresError):
    """The value is not a code of the list that belongs to it: figures take codes only, never text."""


class FactUnknown(FiguresError):
    """There is no fact with this id (any more)."""


class UnknownCounter(FiguresError):
    """There is no counter of this name at this grain."""


class PeriodRefused(FiguresError):
    """The figures cannot answer for this period. The text is a sentence for whoever asked."""


class UnknownTable(FiguresError):
    """The catalogue has no such table for this programme."""
