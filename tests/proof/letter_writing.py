"""Letters by somebody who tells who they are with every field, header, signature and attachment."""

import re
from email.message import EmailMessage

from chat import pow as puzzles
from tests.journeys.inside import Inside
from tests.proof.canary import ADDRESS, AGENT, ALL, CONTENT, FORWARDED, MAIL, NAME, PHONE, Canary

AT = "/helpwanted/post/"


def write_letters(inside: Inside, writer: Canary) -> None:
    """Every page of the post and every refusal on the way; then a mail with an identity wherever one fits."""
    _write(writer)
    inside.ask("answer_letter", email="counsellor@demo.test", text=f"{CONTENT} {ALL}")
    _read_and_go_on(writer)
    other = writer.code
    writer.post(f"{AT}close/")
    _write(writer)
    writer.post(f"{AT}code/")
    assert writer.post(f"{AT}delete/", why=ALL)[0] == 303
    writer.code = other
    _mails(inside)


def _form(writer: Canary, page: str) -> dict[str, str]:
    number = re.search(r'name="form" value="([^"]+)"', page)
    assert number, "there is no form"
    return {"form": number[1]}


def _write(writer: Canary) -> None:
    _, page = writer.get(f"{AT}?name={MAIL}&phone={PHONE.replace(' ', '')}")
    challenge = re.search(r'data-challenge="([^"]+)"', page)
    assert challenge, "the post is closed"
    fields = _form(writer, page) | {"letter": f"{CONTENT}: ik ben {ALL}", "name": NAME}
    told = len(writer.refusals)
    for mistake in ({"letter": ALL * 400}, {"letter": " "}, {"form": ALL}, {"case_code": ALL}):
        assert writer.post(f"{AT}send/", **(fields | mistake))[0] == 422
    # a letter that was not taken goes back to its writer, so that it is not lost: that is no refusal's echo
    del writer.refusals[told:]
    proof = puzzles.solve(challenge[1], puzzles.bits_of(challenge[1]))
    assert writer.post(f"{AT}send/", scripted="1", proof=proof, **fields)[0] == 303
    _, page = writer.get(f"{AT}code/?name={MAIL}")
    words = re.search(r"data-code>([a-z-]+)<", page)
    assert words, "no code was shown"
    writer.code = words[1]


def _read_and_go_on(writer: Canary) -> None:
    writer.post(f"{AT}code/", name=NAME)
    _, page = writer.get(f"{AT}letters/?name={MAIL}")
    assert CONTENT in page
    fields = _form(writer, page) | {"letter": f"{CONTENT} en nog iets: {ALL}"}
    told = len(writer.refusals)
    assert writer.post(f"{AT}more/", **(fields | {"letter": ALL * 400}))[0] == 422
    assert writer.post(f"{AT}more/", **fields)[0] == 303
    writer.post(f"{AT}close/", why=ALL)
    assert writer.post(f"{AT}more/", **fields)[0] == 422
    writer.post(f"{AT}back/", code=ALL, letter=f"{CONTENT} {ALL}")
    del writer.refusals[told:]
    writer.post(f"{AT}back/", code=ALL)
    assert writer.post(f"{AT}back/", code=writer.code)[0] == 303


def _mails(inside: Inside) -> None:
    """What a mailbox brings: a letter, a bounce, a machine's, and what is no mail at all."""
    mail = identified()
    mail.set_content(
        f"{CONTENT} {ALL}\n\nOp dinsdag 7 juli 2026 schreef {NAME} <{MAIL}>:\n> {ALL}\n\n-- \n{ALL}"
    )
    mail.add_alternative(f"<p>{CONTENT}</p><p title='{MAIL}'>{ALL}</p>", subtype="html")
    mail.add_attachment(ALL.encode(), maintype="image", subtype="jpeg", filename=f"{NAME}.jpg")
    assert inside.ask("mail_arrives", slug="helpwanted", raw=mail.as_string()) == "letter"
    machine = identified()
    machine["Auto-Submitted"] = "auto-replied"
    machine.set_content(ALL)
    assert inside.ask("mail_arrives", slug="helpwanted", raw=machine.as_string()) == "dropped"
    bounce = f"From: MAILER-DAEMON@{MAIL.partition('@')[2]}\r\nX-Failed-Recipients: {MAIL}\r\n\r\n{ALL}"
    assert inside.ask("mail_arrives", slug="helpwanted", raw=bounce) == "dropped"
    for wrong in (
        ALL,
        f"From: {NAME}\r\n\r\n{ALL}",
        f"From: {MAIL}\r\nContent-Type: multipart/{NAME}\r\n\r\n{ALL}",
    ):
        inside.ask("mail_arrives", slug="helpwanted", raw=wrong)
    inside.ask("answer_letter", email="counsellor@demo.test", text=f"{CONTENT} {ALL}")


def identified() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"{NAME}" <{MAIL}>'
    mail["Sender"] = MAIL
    mail["To"] = "brieven@neutraal.example"
    mail["Cc"] = f'"{NAME}" <cc.{MAIL}>'
    mail["Subject"] = f"Van {ALL}"
    mail["Message-ID"] = f"<{PHONE.replace(' ', '')}.{MAIL}>"
    mail["In-Reply-To"] = f"<{MAIL}>"
    mail["Received"] = f"from [{ADDRESS}] ({FORWARDED}) by mail.example for <{MAIL}>"
    mail["X-Originating-IP"] = f"[{FORWARDED}]"
    mail["User-Agent"] = AGENT
    mail["X-Mailer"] = AGENT
    mail["Organization"] = NAME
    mail["X-Phone"] = PHONE
    mail["DKIM-Signature"] = f"v=1; d={MAIL.partition('@')[2]}; i={MAIL}"
    return mail
