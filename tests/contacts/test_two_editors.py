"""Two people fill in one registration over a network that loses, repeats and reorders: nothing acknowledged is lost."""

import uuid
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from helpline.accounts.models import User
from helpline.contacts.errors import FieldConflict
from helpline.contacts.models import Answer, Change
from tests.factories.contacts import make_counsellor, make_open, save, seed
from tests.services.sizes import IS_FULL

GENDERS = ("girl", "boy", "other", "unknown")


@dataclass(frozen=True)
class Request:
    """A request as an editor's browser sent it; copies of it may arrive at any time, in any order."""

    editor: int
    request_id: uuid.UUID
    code: str
    base: int


class TwoEditors(RuleBasedStateMachine):
    """Each editor knows a version; what arrives is what the network lets through, perhaps twice, perhaps late."""

    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        programme = seed()
        self.editors: list[User] = [make_counsellor(programme), make_counsellor(programme)]
        self.contact = make_open(programme=programme, by=self.editors[0])
        self.known = [0, 0]
        self.acknowledged: dict[int, str] = {}

    @rule(target=requests, editor=st.integers(0, 1), code=st.sampled_from(GENDERS))
    def choose(self, editor: int, code: str) -> Request:
        return Request(editor, uuid.uuid4(), code, self.known[editor])

    # Whoever is acknowledged has what stands there; whoever built on an old version is told, and changes nothing.
    @rule(request=requests, is_answer_lost=st.booleans())
    def arrive(self, request: Request, is_answer_lost: bool) -> None:
        before = Answer.objects.filter(contact=self.contact).values_list("version", "codes").first()
        refused: FieldConflict | None = None
        try:
            answer = save(
                self.contact, "gender", [request.code],
                by=self.editors[request.editor], base=request.base, request_id=request.request_id,
            )  # fmt: skip
        except FieldConflict as conflict:
            refused = conflict
        if refused is not None:
            after = Answer.objects.filter(contact=self.contact).values_list("version", "codes").first()
            assert after == before, "a refused answer changes nothing"
            assert refused.current is not None, "and what stands there is shown"
            if not is_answer_lost:
                self.known[request.editor] = refused.current.version
            return
        assert answer.codes == [request.code]
        if before is not None and answer.version > before[0]:
            assert request.base == before[0], "nobody overwrites what they have not seen"
        if not is_answer_lost:
            self.known[request.editor] = answer.version
            self.acknowledged[answer.version] = request.code

    # Every value that was acknowledged can be found again under its version until the registration is finished.
    @invariant()
    def nothing_that_was_acknowledged_is_lost(self) -> None:
        kept = {
            change.version: change.codes
            for change in Change.objects.filter(contact=self.contact, field="gender")
        }
        assert all(kept[version] == [code] for version, code in self.acknowledged.items())


class TwoEditorsTest(TestCase, TwoEditors.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(max_examples=200 if IS_FULL else 8, stateful_step_count=20, deadline=None)
