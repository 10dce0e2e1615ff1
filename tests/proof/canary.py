"""A visitor who gives away who they are with everything they do, and all that can be given away."""

from tests.proof.wire import Client
from tests.services.house import House

PHONE = "+31 6 12 83 47 59"
MAIL = "kanarie.vogelaar@proefpost.example"
NAME = "Kanarie Vogelaar-Zoek"
ADDRESS = "127.83.47.91"
FORWARDED = "203.0.113.187"
AGENT = "Kanariebrowser/83.47 (proefzoektoestel)"
IDENTITY = (PHONE, MAIL, NAME, ADDRESS, FORWARDED, AGENT)
ALL = f"{NAME} {MAIL} {PHONE}"
#: said in a chat: content, which may be kept for its term, but never readable
CONTENT = "mijn geheim is een zeldzame zeekoet"

HEADERS = {
    "User-Agent": AGENT,
    "X-Forwarded-For": f"{FORWARDED}, {ADDRESS}",
    "Forwarded": f"for={FORWARDED}",
    "X-Real-IP": FORWARDED,
    "From": MAIL,
    "Referer": f"https://mail.example/?user={MAIL}",
}


class Canary(Client):
    """A visitor who gives away who they are with everything they do.

    code: of a conversation to come back to. secrets: other codes that were given to this visitor.
    """

    def __init__(self, house: House) -> None:
        super().__init__(house, address=ADDRESS, headers=HEADERS, server=len(house.ports) - 1)
        self.code = ""
        self.secrets: list[str] = []
