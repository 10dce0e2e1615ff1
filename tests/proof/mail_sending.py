"""Mails by somebody who tells who they are with every header, signature and attachment."""

import subprocess
import sys
from email.message import EmailMessage

from tests.journeys.inside import Inside
from tests.proof.canary import Canary, Identity
from tests.services.house import House
from tests.services.postgres import ROOT
from tests.services.production import Production


def send_mails(inside: Inside, writer: Canary) -> None:
    """What a mailbox brings: a letter, a bounce, a machine's, and what is no mail at all."""
    who = writer.who
    mail = identified(who)
    quoted = f"Op dinsdag 7 juli 2026 schreef {who.name} <{who.mail}>:\n> {who.everything}"
    mail.set_content(f"{who.content} {who.everything}\n\n{quoted}\n\n-- \n{who.everything}")
    mail.add_alternative(f"<p>{who.content}</p><p title='{who.mail}'>{who.everything}</p>", subtype="html")
    mail.add_attachment(who.everything.encode(), maintype="image", subtype="jpeg", filename=f"{who.name}.jpg")
    assert inside.ask("mail_arrives", slug="helpwanted", raw=mail.as_string()) == "letter"
    machine = identified(who)
    machine["Auto-Submitted"] = "auto-replied"
    machine.set_content(who.everything)
    assert inside.ask("mail_arrives", slug="helpwanted", raw=machine.as_string()) == "dropped"
    bounce = f"From: MAILER-DAEMON@{who.domain}\r\nX-Failed-Recipients: {who.mail}\r\n\r\n{who.everything}"
    assert inside.ask("mail_arrives", slug="helpwanted", raw=bounce) == "dropped"
    for wrong in (
        who.everything,
        f"From: {who.name}\r\n\r\n{who.everything}",
        f"From: {who.mail}\r\nContent-Type: multipart/{who.name}\r\n\r\n{who.everything}",
    ):
        inside.ask("mail_arrives", slug="helpwanted", raw=wrong)
    inside.ask("answer_letter", email="counsellor@demo.test", text=f"{who.content} {who.everything}")
    if isinstance(writer.house, Production):
        _by_the_bridge(writer.house, mail, machine)


def _by_the_bridge(house: Production, *mails: EmailMessage) -> None:
    """The same through real servers: from a mailbox, and answers back to where they came from."""
    assert house.post_in is not None
    assert house.post_out is not None
    for mail in mails:
        house.post_in.deliver(mail.as_bytes())
    told = _bridged(house)
    assert house.post_in.left() == [], told
    assert house.post_out.letters, "no answer left the house"


def _bridged(house: House) -> str:
    """Empty the mailbox and send what is due, in a process like the servers'; what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", "fetch_post"],
        cwd=ROOT, env=house.served_with(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def identified(who: Identity) -> EmailMessage:
    """A mail without a body, with an identity wherever one fits."""
    mail = EmailMessage()
    mail["From"] = f'"{who.name}" <{who.mail}>'
    mail["Sender"] = who.mail
    mail["To"] = "brieven@neutraal.example"
    mail["Cc"] = f'"{who.name}" <cc.{who.mail}>'
    mail["Subject"] = f"Van {who.everything}"
    mail["Message-ID"] = f"<{who.phone.replace(' ', '')}.{who.mail}>"
    mail["In-Reply-To"] = f"<{who.mail}>"
    mail["Received"] = f"from [{who.address}] ({who.forwarded}) by mail.example for <{who.mail}>"
    mail["X-Originating-IP"] = f"[{who.forwarded}]"
    mail["User-Agent"] = who.agent
    mail["X-Mailer"] = who.agent
    mail["Organization"] = who.name
    mail["X-Phone"] = who.phone
    mail["DKIM-Signature"] = f"v=1; d={who.domain}; i={who.mail}"
    return mail
