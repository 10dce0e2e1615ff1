"""A mail taken apart: only the words somebody wrote now, and where an answer goes. Pure."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.mail.bridge.html import to_text
from helpline.mail.bridge.own_words import own_words
from helpline.mail.bridge.parsing import Kind, Parsed, parse

OWN = "post@ons.example"
REFERENCE = "0123456789abcdef0123456789abcdef"


def mail(text: str = "Hallo, ik heb een vraag.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("From", "Iemand Anders <iemand@post.example>")
    message["To"] = OWN
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def taken(message: EmailMessage | bytes, *, size: int | None = None, longest: int = 12_000) -> Parsed:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return parse(raw, size=size or len(raw), own_address=OWN, longest=longest)


def test_only_words_and_address_are_taken() -> None:
    message = mail(Subject="Over Kanarie", Organization="School van Kanarie", X_Originating_IP="203.0.113.7")
    assert taken(message) == Parsed(
        Kind.LETTER, "iemand@post.example", "Hallo, ik heb een vraag.", 0, False, (), True
    )


def test_attachments_are_counted_and_dropped() -> None:
    message = mail()
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="kanarie.jpg")
    message.add_attachment("naam: Kanarie", filename="kanarie.txt")
    parsed = taken(message)
    assert (parsed.text, parsed.attachments) == ("Hallo, ik heb een vraag.", 2)


def test_html_becomes_words_and_the_plain_half_is_preferred() -> None:
    only_html = EmailMessage()
    only_html["From"] = "iemand@post.example"
    only_html.set_content(
        "<html><head><style>p{}</style></head><body><p>Hallo&nbsp;daar</p><p>Tot <b>ziens</b></p>"
        "<blockquote>Ons antwoord</blockquote><script>x()</script></body></html>",
        subtype="html",
    )
    assert taken(only_html).text.replace("\xa0", " ") == "Hallo daar\n\nTot ziens"
    both = mail("Gewoon")
    both.add_alternative("<p>Opgemaakt</p>", subtype="html")
    parsed = taken(both)
    assert (parsed.text, parsed.attachments) == ("Gewoon", 0)


@pytest.mark.parametrize(
    ("whole", "own"),
    [
        ("Dank je.\n\nOp di 7 jul 2026 om 10:00 schreef <post@ons.example>:\n\n> Wat goed\n> dat je", "Dank je."),
        ("Thanks.\n\nOn Tue, Jul 7, 2026 at 10:00 AM\n<post@ons.example> wrote:\n> Good\n", "Thanks."),
        ("Oké.\n\n-----Oorspronkelijk bericht-----\nVan: a@b.example\nVerzonden: di\nAan: mij\n\nWat goed", "Oké."),
        ("Oké.\n\nFrom: post@ons.example\nSent: Tuesday\nTo: me\nSubject: Answer\n\nGood", "Oké."),
        ("Hoi\n\n-- \nKanarie Vogelaar\n06 12345678", "Hoi"),
        ("Hoi\n\nVerstuurd vanaf mijn iPhone", "Hoi"),
        ("> Wat wil je?\nDat het stopt.\n> Sinds wanneer?\nVorige week.", "Dat het stopt.\nVorige week."),
        ("Hij schreef: ik weet waar je woont.\nWat nu?", "Hij schreef: ik weet waar je woont.\nWat nu?"),
        ("Van: ik weet niet wie.\nIk ben bang.", "Van: ik weet niet wie.\nIk ben bang."),
        ("Op 3 juli schreef hij mij dit:\nkom naar het park", "Op 3 juli schreef hij mij dit:\nkom naar het park"),
        ("> alles is aangehaald", ""),
    ],
)  # fmt: skip
def test_quotations_and_signatures_go_and_what_was_written_stays(whole: str, own: str) -> None:
    assert own_words(whole) == own


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, Kind.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated; x=1"}, Kind.AUTOMATIC),
        ({"Auto_Submitted": "no"}, Kind.LETTER),
        ({"Precedence": "bulk"}, Kind.AUTOMATIC),
        ({"Precedence": "auto_reply"}, Kind.AUTOMATIC),
        ({"List_Id": "<nieuws.example>"}, Kind.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Kind.AUTOMATIC),
        ({"Return_Path": "<>"}, Kind.BOUNCE),
        ({"Return_Path": "<iemand@post.example>"}, Kind.LETTER),
        ({"From": "Mail Delivery <MAILER-DAEMON@post.example>"}, Kind.BOUNCE),
        ({"From": OWN}, Kind.AUTOMATIC),
        ({"Reply_To": OWN}, Kind.AUTOMATIC),
        ({"From": "geen adres"}, Kind.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "All"}, Kind.LETTER),
    ],
)
def test_machines_are_told_apart(headers: dict[str, str], kind: Kind) -> None:
    assert taken(mail(**headers)).kind == kind


def test_who_asks_not_to_hear_machines_does_not() -> None:
    assert not taken(mail(X_Auto_Response_Suppress="OOF")).may_hear_machines
    assert not taken(mail(From="noreply@post.example")).may_hear_machines
    assert taken(mail()).may_hear_machines


def test_an_answer_goes_to_the_one_reply_address() -> None:
    assert taken(mail(Reply_To="Ander <ander@post.example>")).sender == "ander@post.example"
    assert taken(mail(Reply_To="een@post.example, twee@post.example")).sender == "iemand@post.example"


def test_references_of_ours_are_found_and_those_of_others_not() -> None:
    parsed = taken(
        mail(
            In_Reply_To=f"<{REFERENCE}@ons.example>",
            References=f"<CAF=x@post.example> <{REFERENCE}@ons.example>",
        )
    )
    assert parsed.references == (REFERENCE,)


def test_a_bounce_names_the_answer_that_came_back() -> None:
    raw = (
        "From: MAILER-DAEMON@post.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
        'boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nniet bezorgd\r\n--x\r\n'
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{REFERENCE}@ons.example>\r\n--x--\r\n"
    ).encode()
    parsed = taken(raw)
    assert (parsed.kind, parsed.references) == (Kind.BOUNCE, (REFERENCE,))


def test_what_is_too_long_is_cut_and_told() -> None:
    parsed = taken(mail("woord " * 100), longest=50)
    assert parsed.is_cut
    assert len(parsed.text) == 50
    assert taken(mail(), size=30_000_000).is_cut
    with_picture = mail()
    with_picture.add_attachment(b"x" * 5000, maintype="image", subtype="png", filename="a.png")
    whole = with_picture.as_bytes()
    half = taken(whole[: len(whole) // 2], size=len(whole))
    assert (half.text, half.attachments, half.is_cut) == ("Hallo, ik heb een vraag.", 1, False)


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "From: a@b.example\r\n", "Content-Type: multipart/mixed; boundary=x\r\n"]),
)
def test_no_bytes_make_it_fail(raw: bytes, head: str) -> None:
    taken(head.encode() + raw)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    to_text(text)
    own_words(text)
