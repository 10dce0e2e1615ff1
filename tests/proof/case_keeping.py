"""A visitor comes back to a case whose notes and tasks hold what must not be readable."""

from tests.journeys.inside import Inside
from tests.proof.canary import Canary


def come_back_to_a_case(inside: Inside, visitor: Canary) -> None:
    """Type the code of a case in the chat's box: a chat begins that belongs to it. The code is kept nowhere."""
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor.get("/helpwanted/chat/back/")
    visitor.code = inside.ask("case_with_a_code", text=visitor.who.content)
    assert visitor.post("/helpwanted/chat/back/", code=visitor.code)[0] < 400
    assert inside.ask("is_in_a_case")
