"""Reading the audit log."""

from collections.abc import Iterable

from helpline.audit import chain, checkpoints
from helpline.audit.models import Entry


def verify(also: Iterable[chain.Checkpoint] = ()) -> chain.Verdict:
    """Walk all entries, against the head row, the kept checkpoints and those in `also`. Memory stays small."""
    entries = Entry.objects.order_by("number").iterator(chunk_size=2000)
    return chain.verify(
        (entry.link() for entry in entries),
        head=checkpoints.current(),
        checkpoints=[*checkpoints.kept(), *also],
    )
