"""Reading the audit log."""

from collections.abc import Iterable

from helpline.audit import chain, checkpoints
from helpline.audit.models import ChainHead, Entry, Verification


def verify(also: Iterable[chain.Checkpoint] = ()) -> chain.Verdict:
    """Walk all entries, against the head row, the kept checkpoints and those in `also`. Memory stays small.

    What is recorded while it walks is left to the next time: so nobody who records has to wait, and no entry that came
    after the head was read looks like one that nobody recorded.
    """
    known = [*checkpoints.kept(), *also]
    head = checkpoints.current()
    entries = Entry.objects.order_by("number")
    if not _is_beyond_the_head():
        entries = entries.filter(number__lte=head.number)
    return chain.verify(
        (entry.link() for entry in entries.iterator(chunk_size=2000)), head=head, checkpoints=known
    )


def _is_beyond_the_head() -> bool:
    """Whether an entry stands after the head row, which moves with each entry. One statement: it sees one moment."""
    newest = ChainHead.objects.order_by().values("number")[:1]
    if not ChainHead.objects.exists():
        return Entry.objects.exists()
    return Entry.objects.filter(number__gt=newest).exists()


def last_verification() -> Verification | None:
    """When the chain was last walked and what was found; None when it never was."""
    return Verification.objects.filter(pk=1).first()
