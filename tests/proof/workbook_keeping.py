"""Self-help kept with the house, by somebody whose name stands in everything that can be sent."""

import base64
from urllib.parse import urlencode

from chat import pow as puzzles
from selfhelp.modules.safe import envelope
from tests.journeys.inside import Inside
from tests.proof.canary import Canary
from tests.proof.wire import FORM


def keep_a_workbook(inside: Inside, reader: Canary) -> None:
    """Self-help under words: the roads of the safe, with everything that a broken page could send there."""
    who = reader.who
    road = "/stopitnow/self-help-safe/"
    lookup = base64.b64encode(b"vindplaats van een kanarie 83471").decode()
    sealed = base64.b64encode(b"\x01" + bytes(min(envelope.SEALED_SIZES) - 1)).decode()
    reader.get(f"/stopitnow/self-help/sim/keeping/?name={who.mail}&code={who.name.split()[0]}")
    _, told = reader.post_json(f"{road}puzzle/", {"name": who.name})
    token = told["puzzle"]
    proof = puzzles.solve(token, puzzles.bits_of(token))
    status, kept = reader.post_json(
        f"{road}begin/",
        {"place": lookup, "sealed": sealed, "proof": proof, "name": who.name, "mail": who.mail},
    )
    assert status == 200, status
    assert reader.post_json(f"{road}look/", {"place": lookup, "phone": who.phone})[0] == 200
    changed = {"place": lookup, "sealed": sealed, "revision": kept["revision"], "why": who.everything}
    assert reader.post_json(f"{road}save/", changed)[0] == 200
    assert reader.post_json(f"{road}save/", changed)[0] == 409
    reader.refusals.clear()  # a conflict gives back what is kept there: sealed bytes, and that is its work
    for name in ("begin", "look", "save", "forget"):
        for wrong in (
            {"place": who.everything, "sealed": who.everything},
            {"place": lookup[:-4] + "AAA=", "sealed": who.mail},
            [who.everything],
            who.everything,
        ):
            reader.post_json(f"{road}{name}/", wrong)
        reader.ask("POST", f"{road}{name}/", who.everything.encode(), {"Content-Type": "application/json"})
        reader.ask(
            "POST", f"{road}{name}/", who.everything.encode() * 9000, {"Content-Type": "application/json"}
        )
        reader.ask(
            "POST",
            f"{road}{name}/?name={who.mail}",
            urlencode({"name": who.name}).encode(),
            {"Content-Type": FORM},
        )
        reader.get(f"{road}{name}/?name={who.mail}")
    reader.post("/stopitnow/self-help/sim/counted/", what="return", proof=who.everything)
    reader.post_json(f"{road}{who.mail}/", {"name": who.name})
    table = "selfhelp_safe_keptworkbook"
    inside.ask("move_table", table=table, to="kept_away")
    try:
        for name in ("look", "save", "forget"):
            assert reader.post_json(f"{road}{name}/", changed)[0] in (500, 503)
    finally:
        inside.ask("move_table", table="kept_away", to=table)
