"""Whatever arrives in the mailbox, it becomes words or nobody's letter; no mail can hold the post for long."""

from collections.abc import Iterator
from email.message import EmailMessage

from hypothesis import strategies as st

from helpline.mail.bridge.parsing import LOOKED_AT, Kind, Parsed, parse
from tests.services.fuzz import fuzz, in_time, scribbled
from tests.services.sizes import IS_FULL

#: bytes of the mails that are made to take long: all that is looked at, or a part that would show it as well
SIZE = LOOKED_AT if IS_FULL else LOOKED_AT // 4
LONGEST = 12_000


def _whole() -> bytes:
    message = EmailMessage()
    message["From"] = '"Iemand, Anders" (een) <iemand@post.example>'
    message["References"] = "<0123456789abcdef0123456789abcdef@ons.example>"
    message.set_content("Hallo\n\nOp 3 mei schreef iemand@post.example:\n> eerder\n-- \nnaam")
    message.add_alternative(
        "<p>Hallo<blockquote>eerder</blockquote></p><!-- x --><script>y</script>", subtype="html"
    )
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="a.jpg")
    return message.as_bytes()


HEADS = [
    b"", b"From: a@b.example\r\n", b"From: a@b.example\r\nContent-Type: text/html; charset=",
    b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", b"Reply-To: ", b"References: <",
    b"From: a@b.example\r\nContent-Transfer-Encoding: ", b"Content-Type: message/rfc822\r\n\r\n",
]  # fmt: skip


def _take(raw: bytes) -> None:
    parsed = parse(raw, size=len(raw), own_address="post@ons.example", longest=LONGEST)
    assert isinstance(parsed, Parsed)
    assert len(parsed.text) <= LONGEST
    assert len(parsed.references) <= 20
    assert len(parsed.sender) <= 320
    assert parsed.kind is not Kind.LETTER or parsed.sender


def _bombs() -> Iterator[tuple[str, bytes]]:
    """Mails made to take long: one piece again and again, in a place where readers look back or ahead for its end."""
    headers = {
        "From: ": [
            b"a,",
            b"(",
            b"=?utf-8?q?a?= ",
            b"=?",
            b"<",
            b"a@b.cc, ",
            b'"',
            b"a\r\n ",
            b"@",
            b"a.",
            b"a:",
            b"[",
        ],
        "Content-Type: text/plain; ": [b"a=b; ", b'a="', b"a*1*=b; ", b"("],
        "Content-Disposition: ": [b"(", b"a;", b'filename="'],
        "References: ": [b"<a@b> ", b"<"],
        "Subject: ": [b"=?utf-8?b?YQ==?= "],
    }
    for name, pieces in headers.items():
        for piece in pieces:
            yield (
                f"{name}{piece!r}",
                b"From: a@b.example\r\n" * (name != "From: ") + name.encode() + piece * SIZE,
            )
    parts = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    yield "parts", parts + b"--x\r\n\r\n" * SIZE
    yield "nested parts", parts + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * SIZE
    yield "mails in mails", b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * SIZE
    for piece in (
        b"<", b"<!--", b"<!", b"<?", b"<![CDATA[", b"<a ", b"</a ", b'<a b="', b"<a =\"'>", b"&#", b"<blockquote>a",
        b"<script>", b"<p>", b"<![if", b"<style", b"= '",
    ):  # fmt: skip
        yield f"html {piece!r}", b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + piece * SIZE
    for piece in (
        b"schreef ",
        b"wrote : ",
        b"op 1 wrote ",
        b"a\n>\n",
        b"\r",
        b"van: x\nto: x\n",
        b"-_ ",
        b"sent from my ",
    ):
        whole = piece * (SIZE // len(piece))
        yield f"text {piece!r}", b"From: a@b.example\r\n\r\n" + whole[: SIZE - 100] + b"\n> x\n"
    for charset in (
        b"punycode",
        b"idna",
        b"unicode_escape",
        b"utf-7",
        b"utf-16",
        b"zlib",
        b"rot13",
        b"undefined",
    ):
        head = b"From: a@b.example\r\nContent-Type: text/plain; charset=" + charset + b"\r\n\r\n"
        yield f"charset {charset!r}", head + b"a-" + b"9+." * SIZE


def test_any_mail_is_read() -> None:
    inputs = st.one_of(
        scribbled(_whole()),
        st.binary(max_size=400),
        st.tuples(st.sampled_from(HEADS), st.binary(max_size=300)).map(b"".join),
    )
    fuzz("mails", inputs, _take, some=400, full=30_000)


def test_no_mail_takes_long() -> None:
    count = 0
    slowest = ("", 0.0)
    for name, raw in _bombs():
        took = in_time(name, lambda raw=raw: _take(raw[:SIZE]), seconds=2.0)
        slowest = max(slowest, (name, took), key=lambda each: each[1])
        count += 1
    print(f"\nfuzzing: {count} mails made to take long; the slowest took {slowest[1]:.2f} s ({slowest[0]})")
