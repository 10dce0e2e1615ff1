"""Letters to the anonymous postbox by somebody who tells who they are with every field."""

import re

from chat import pow as puzzles
from tests.journeys.inside import Inside
from tests.proof.canary import Canary

AT = "/helpwanted/post/"


def write_letters(inside: Inside, writer: Canary) -> None:
    """Every page of the post and every refusal on the way."""
    who = writer.who
    _write(writer)
    inside.ask("answer_letter", email="counsellor@demo.test", text=f"{who.content} {who.everything}")
    _read_and_go_on(writer)
    other = writer.code
    writer.post(f"{AT}close/")
    _write(writer)
    writer.post(f"{AT}code/")
    assert writer.post(f"{AT}delete/", why=who.everything)[0] == 303
    writer.code = other


def _form(writer: Canary, page: str) -> dict[str, str]:
    number = re.search(r'name="form" value="([^"]+)"', page)
    assert number, "there is no form"
    return {"form": number[1]}


def _write(writer: Canary) -> None:
    who = writer.who
    _, page = writer.get(f"{AT}?name={who.mail}&phone={who.phone.replace(' ', '')}")
    challenge = re.search(r'data-challenge="([^"]+)"', page)
    assert challenge, "the post is closed"
    fields = _form(writer, page) | {"letter": f"{who.content}: ik ben {who.everything}", "name": who.name}
    told = len(writer.refusals)
    for mistake in (
        {"letter": who.everything * 400},
        {"letter": " "},
        {"form": who.everything},
        {"case_code": who.everything},
    ):
        assert writer.post(f"{AT}send/", **(fields | mistake))[0] == 422
    # a letter that was not taken goes back to its writer, so that it is not lost: that is no refusal's echo
    del writer.refusals[told:]
    proof = puzzles.solve(challenge[1], puzzles.bits_of(challenge[1]))
    assert writer.post(f"{AT}send/", scripted="1", proof=proof, **fields)[0] == 303
    _, page = writer.get(f"{AT}code/?name={who.mail}")
    words = re.search(r"data-code>([a-z-]+)<", page)
    assert words, "no code was shown"
    writer.code = words[1]


def _read_and_go_on(writer: Canary) -> None:
    who = writer.who
    writer.post(f"{AT}code/", name=who.name)
    _, page = writer.get(f"{AT}letters/?name={who.mail}")
    assert who.content in page
    fields = _form(writer, page) | {"letter": f"{who.content} en nog iets: {who.everything}"}
    told = len(writer.refusals)
    assert writer.post(f"{AT}more/", **(fields | {"letter": who.everything * 400}))[0] == 422
    assert writer.post(f"{AT}more/", **fields)[0] == 303
    writer.post(f"{AT}close/", why=who.everything)
    assert writer.post(f"{AT}more/", **fields)[0] == 422
    writer.post(f"{AT}back/", code=who.everything, letter=f"{who.content} {who.everything}")
    del writer.refusals[told:]
    writer.post(f"{AT}back/", code=who.everything)
    assert writer.post(f"{AT}back/", code=writer.code)[0] == 303
