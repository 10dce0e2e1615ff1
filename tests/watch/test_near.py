import pytest

from helpline.watch import near

TOKEN = "t" * 48


@pytest.mark.parametrize(
    ("peer", "is_here"),
    [
        (["127.0.0.1", 5], True), (["127.83.47.91", 5], True), (("::1", 5), True), (["::ffff:127.0.0.1", 5], True),
        (["10.0.0.7", 5], False), (["203.0.113.9", 5], False), (None, False), ([], False), ([None, 5], False),
    ],
)  # fmt: skip
def test_only_this_machine_is_here(peer: object, is_here: bool) -> None:
    assert near.is_loopback(peer) is is_here


@pytest.mark.parametrize(
    "header", [b"x-forwarded-proto", b"x-forwarded-for", b"forwarded", b"via", b"x-real-ip"]
)
def test_what_came_through_a_proxy_was_not_asked_here(header: bytes) -> None:
    assert not near.is_direct([(b"host", b"localhost"), (header, b"x")])
    assert near.is_direct([(b"host", b"localhost")])


@pytest.mark.parametrize(
    ("scope", "token", "may"),
    [
        ({near.FROM_HERE: True, "headers": []}, "", True),
        ({near.FROM_HERE: True, "headers": [(b"x-forwarded-proto", b"https")]}, "", False),
        ({near.FROM_HERE: False, "headers": [(b"host", b"localhost")]}, "", False),
        ({"headers": []}, "", False),
        ({"headers": [(b"authorization", b"Bearer ")]}, "", False),
        ({"headers": [(b"authorization", b"Bearer " + TOKEN.encode())]}, TOKEN, True),
        ({"headers": [(b"authorization", b"Bearer wrong")]}, TOKEN, False),
        ({"headers": []}, TOKEN, False),
    ],
)
def test_who_may_ask(scope: dict[str, object], token: str, may: bool) -> None:
    assert near.may_ask(scope, token) is may
