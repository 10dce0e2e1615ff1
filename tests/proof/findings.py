"""What the search found, as a table: a row for each entry point, a column for each store. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.canaries import Hit
from tests.proof.kept import EXCEPTION, Store, store_of


@dataclass(frozen=True, slots=True)
class Searched:
    """One search. sizes: bytes by store; owners: the entry point by what was searched for."""

    entries: Sequence[str]
    sizes: Mapping[Store, int]
    owners: Mapping[str, str]
    hits: Sequence[Hit]

    @property
    def counts(self) -> Counter[tuple[str, Store]]:
        """How many things of an entry point were found in a store."""
        return Counter((self.owners[hit.identity], store_of(hit.where)) for hit in self.hits)

    @property
    def faults(self) -> list[Hit]:
        """What may not be there: everything but the mail server's own copies."""
        return [hit for hit in self.hits if store_of(hit.where) != EXCEPTION]

    def in_words(self) -> str:
        """The faults, a line for each."""
        return "\n".join(
            f"{self.owners[hit.identity]}: {hit.identity!r} as {hit.shape} in {hit.where}"
            for hit in self.faults
        )

    def table(self) -> str:
        """In Markdown, with the sizes of what was searched. A dot: nothing; a number: so many; (n): the exception."""
        stores = list(self.sizes)
        head = ["entry point \\ store", *(str(store) for store in stores)]
        lines = [head, ["---"] * len(head)]
        lines += [[entry, *(self._cell(entry, store) for store in stores)] for entry in self.entries]
        lines.append(["searched, MB", *(f"{self.sizes[store] / 1e6:.2f}" for store in stores)])
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, entry: str, store: Store) -> str:
        found = self.counts[entry, store]
        if not found:
            return "."
        return f"({found})" if store == EXCEPTION else str(found)
