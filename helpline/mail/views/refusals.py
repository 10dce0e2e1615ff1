"""What staff are told when something was refused."""

from django.utils.translation import gettext as _

from helpline.mail.errors import (
    Empty,
    NeedsSecondPair,
    NotAllowed,
    NotTheOwner,
    PostError,
    TooLong,
    WrongState,
)


def told_of(refused: PostError) -> str:
    """A refusal in words, in the active language."""
    told: dict[type[PostError], str] = {
        Empty: _("There is nothing in it yet."),
        TooLong: _("That is too long for one letter. Make two of it."),
        NotTheOwner: _("A colleague answers this now. Your text was not sent; it still stands below."),
        WrongState: _("Somebody was faster, or it was sent already. This is how it stands now."),
        NeedsSecondPair: _("In this programme a colleague looks at an answer first. Ask for that."),
        NotAllowed: _("You may not do that here."),
    }
    return told.get(type(refused), _("That did not work. This is how it stands now."))
