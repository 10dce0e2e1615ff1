"""How large the proofs are: a part that stands for the whole in `make test`, the whole in `make prove`."""

import os
from typing import TypeVar

#: whether this run is the whole proof (PROOF_SIZE=full, as `make prove` sets it)
IS_FULL = os.environ.get("PROOF_SIZE") == "full"


_Case = TypeVar("_Case")


def of_all(whole: list[_Case], *, part: list[_Case]) -> list[_Case]:
    """The cases of this run: every one, or the part that stands for them. Raises ValueError for a part that is none."""
    if not part or any(case not in whole for case in part):
        raise ValueError("A part is one or more of the whole.")
    return whole if IS_FULL else part
