"""Names for conversations and calls on the desk, so that people can speak of them: "will you take over Linde?". Pure.

A name is read off the conversation's random id. It says nothing about the visitor, is the same for every colleague,
and is not unique: the time stands beside it.
"""

from uuid import UUID

#: Dutch trees, birds and plants; short, unlike-sounding, and nobody's job or nationality
NAMES = (
    "Abeel", "Acacia", "Akelei", "Anemoon", "Beuk", "Boomvalk", "Braam", "Brem", "Ceder", "Cipres", "Dahlia", "Distel",
    "Dotter", "Duindoorn", "Eider", "Els", "Ekster", "Fitis", "Fuut", "Gaai", "Gagel", "Goudvink", "Grutto", "Hazelaar",
    "Hulst", "IJsvogel", "Iep", "Jasmijn", "Kamille", "Kastanje", "Kievit", "Klaver", "Kluut", "Koolmees", "Kornoelje",
    "Lariks", "Leeuwerik", "Linde", "Lisdodde", "Lupine", "Madelief", "Meidoorn", "Merel", "Mispel", "Narcis",
    "Ooievaar", "Papaver", "Plataan", "Populier", "Putter", "Reiger", "Salie", "Scholekster", "Sering", "Sijs",
    "Sleedoorn", "Spar", "Specht", "Tapuit", "Tijm", "Vlier", "Waterlelie", "Wulp", "Zwaluw",
)  # fmt: skip

#: Dutch rivers and waters, for calls: a call and a chat of the same minute never have the same name
WATERS = (
    "Amer", "Amstel", "Beek", "Berkel", "Bernisse", "Dieze", "Dinkel", "Dommel", "Donge", "Drecht", "Eem", "Geul",
    "Gouwe", "Hunze", "IJssel", "Jeker", "Lauwers", "Linge", "Maas", "Merwede", "Niers", "Regge", "Reest", "Rijn",
    "Roer", "Rotte", "Schelde", "Schie", "Slinge", "Spaarne", "Swalm", "Tjonger", "Vecht", "Vliet", "Waal", "Zaan",
    "Zijl",
)  # fmt: skip


def name_of_call(call_id: UUID) -> str:
    """The name of a call."""
    return WATERS[call_id.int % len(WATERS)]


def name_of(conversation_id: UUID) -> str:
    """The name of a conversation."""
    return NAMES[conversation_id.int % len(NAMES)]
