"""What can go wrong in the post, without HTTP."""

from helpline import logs

# what BridgeFailed says, beside the names of exceptions
logs.know("refused", "no_address", "the_mail_is_not_there_any_more", "the_folder_is_not_there")
logs.know(*(f"{command}_was_refused" for command in ("SEARCH", "FETCH", "STORE", "EXPUNGE")))


class PostError(Exception):
    """Something in the post was refused."""


class Gone(PostError):
    """The correspondence is not there any more: deleted by its writer, or past its term."""


class WrongState(PostError):
    """That cannot be done with a correspondence as it stands now: a colleague may have been faster."""


class NotTheOwner(PostError):
    """Somebody else answers this correspondence."""


class NotAllowed(PostError):
    """This person may not do that here."""


class TooLong(PostError):
    """The text is longer than a letter may be."""


class Empty(PostError):
    """There is no text."""


class TooBusy(PostError):
    """More letters come in than people could write; this one was not taken."""


class CodeUnknown(PostError):
    """No correspondence opens with these words."""


class CaseCodeUnknown(PostError):
    """The code that came with a letter is of no earlier contact."""


class TooManyTries(PostError):
    """More codes are being tried than people could type."""


class NeedsSecondPair(PostError):
    """In this programme a colleague looks at an answer before it leaves."""


class BridgeFailed(Exception):
    """The mail server did not do what was asked. permanent: asking again does not help."""

    def __init__(self, told: str, *, permanent: bool = False) -> None:
        super().__init__(told)
        self.permanent = permanent
        #: the same as one code, for the log, which knows these
        self.code = told.replace(" ", "_")
