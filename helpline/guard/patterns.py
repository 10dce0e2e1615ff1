r"""The shapes that a phone number, an address, a link or a name on a platform takes in what people type.

They are read by Python's `re` and by the browser: the script `static/guard/patterns.js` is written from this module
(`python -m helpline.guard.patterns > helpline/guard/static/guard/patterns.js`), and a test compares the two. So they
keep to what both understand: ASCII, no names for groups, look-behind of one width. Where a pattern has a group, the
group is what was found; else it is the whole match. All are matched without regard to capitals.
"""

import sys
from collections.abc import Mapping

#: what may stand between two digits of one number
_GAP = r"[ .\-/()]{0,3}"
#: where a number may begin
_BEFORE = r"(?<![\w+])"

_STRONG = r"(?:com|nl|org|net|eu|info|uk|fr|io|tv|gg|ru|biz|xyz|ai|ly|pl|tk|cc|su|onion)"
#: endings that are words as well ("langs.de moeder"): only with a path behind them
_WEAK = r"(?:be|de|me|to|us|co|app|link|site|live|online|page|club|dev|shop|it|is)"
_MAIL_ENDING = r"(?:com|nl|be|de|org|net|eu|info|uk|fr|io|me|co)"
_LABEL = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_REST = r"[^\s<>\"\x00]"

_LOCAL = r"[^\s@<>()\[\]{},;:\"\x00]{1,64}"
_LOCAL_WORDS = _LOCAL + r"(?: (?:punt|dot|streepje|underscore) [^\s@<>()\[\]{},;:\"\x00]{1,64}){0,3}"
_AT_SIGN = r" ?[(\[{<] ?(?:at|apenstaartje|apestaartje|apenstaart|a|@) ?[)\]}>] ?| ?@ ?"
_AT_WORD = r" (?:apenstaartje|apestaartje|apenstaart) "
_DOT = r"(?: ?[(\[{<] ?(?:dot|punt|\.) ?[)\]}>] ?| (?:dot|punt|point) | \. |\.)"

_PLATFORM = (
    r"(?:snapchat|snap|instagram|insta|ig|tiktok|tik tok|telegram|discord|whatsapp|kik|wickr|skype|facebook|fb|"
    r"messenger|signal|threema|roblox|steam|twitter|onlyfans|youtube|reddit|twitch|linkedin|bereal|playstation|psn|"
    r"xbox|viber)"
)
_NAME_OF = r"(?:naam|name|accountnaam|gebruikersnaam|username|user|nickname|nick|account|id)"
_NAME = r"([a-z0-9][a-z0-9_.\-]{2,29})"

PATTERNS: Mapping[str, str] = {
    # ---- what is left alone ----
    "DATE": (
        r"(?<![\w])(?:(?:0?[1-9]|[12]\d|3[01])([\-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
        r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\-./]?\d)"
    ),
    "HOURS": (
        r"(?<![\w.])(?:[01]?\d|2[0-3])[.:][0-5]\d ?(?:-|tot|to) ?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\.?\d)"
    ),
    # ---- links and addresses ----
    "LINK": r"(?<![a-z0-9])(?:[a-z][a-z0-9+.\-]{1,11}://|www\.)" + _REST + r"{2,}",
    "LINK_BARE": (
        r"(?<![\w@.\-])(?:" + _LABEL + r"\.){1,4}" + _STRONG + r"(?![\w\-])(?!\.\w)(?::\d{2,5})?"
        r"(?:[/?#]" + _REST + r"*)?"
    ),
    "LINK_PATH": (
        r"(?<![\w@.\-])(?:" + _LABEL + r"\.){1,4}" + _WEAK + r"(?::\d{2,5})?/" + _REST + r"+"
    ),
    "LINK_SPELLED": (
        r"(?<![\w@.\-])(?!(?:het|een|dit|dat|punt|the|that|this) )(?:www (?:punt|dot) )?[a-z0-9\-]{2,63}"
        r"(?: ?[(\[{<] ?(?:dot|punt|\.) ?[)\]}>] ?| (?:dot|punt) )" + _STRONG + r"(?!\w)"
    ),
    "EMAIL": (
        r"(?<![\w.%+\-])" + _LOCAL + r"@(?:" + _LABEL + r"\.){1,5}[a-z]{2,24}(?![a-z0-9])"
    ),
    "EMAIL_SPELLED": (
        r"(?<![\w.%+\-])" + _LOCAL_WORDS + r"(?:" + _AT_SIGN + r"|" + _AT_WORD + r"| at )"
        r"[a-z][a-z0-9\-]{1,62}(?:" + _DOT + r"[a-z0-9\-]{2,63}){0,2}" + _DOT + _MAIL_ENDING + r"(?!\w)"
    ),
    "EMAIL_PROVIDER": (
        r"(?<![\w.%+\-])" + _LOCAL_WORDS + r"(?:" + _AT_SIGN + r"|" + _AT_WORD + r")"
        r"(?:gmail|hotmail|outlook|icloud|yahoo|ziggo|kpnmail|protonmail|proton|msn|xs4all)(?!\w)"
    ),
    # ---- numbers ----
    "IBAN": r"(?<!\w)[a-z]{2} ?\d{2}(?=[ .\-]?[a-z0-9])",
    "PHONE_SERVICE": (
        _BEFORE + r"0(?:800|90[069])(?:[ .\-]{0,3}\d{4}(?!\d)|(?:" + _GAP + r"\d){7}(?!\d)|(?:" + _GAP
        + r"\d){4}(?!\d))"
    ),
    "PHONE_ABROAD_NL": (
        _BEFORE + r"(?:\+|00)" + _GAP + r"31" + _GAP + r"(?:0" + _GAP + r")?[1-9](?:" + _GAP + r"\d){8}(?!\d)"
    ),
    "PHONE_ABROAD": _BEFORE + r"(?:\+|00)" + _GAP + r"[1-9](?:" + _GAP + r"\d){7,14}(?!\d)",
    "PHONE_31": _BEFORE + r"31" + _GAP + r"6(?:" + _GAP + r"\d){8}(?!\d)",
    "PHONE_DUTCH": _BEFORE + r"\(?(?:0|o(?=" + _GAP + r"6))" + _GAP + r"[1-9](?:" + _GAP + r"\d){8}(?!\d)",
    "PHONE_SIX": _BEFORE + r"6[ \-](?:\d{8}|\d\d(?:[ \-]\d\d){3})(?!\d)",
    "BSN_SAID": (
        r"(?<!\w)(?:bsn|burgerservicenummer|sofinummer|sofi)[^\d\n\x00]{0,20}(\d(?:[ .\-]?\d){7,8})(?!\d)"
    ),
    "BSN": (
        r"(?<!\w)(?<!\d[.\-/])(?:\d{9}|\d{3}[ .\-]\d{3}[ .\-]\d{3}|\d{4}[ .\-]\d{2}[ .\-]\d{3}"
        r"|\d{2}[ .\-]\d{2}[ .\-]\d{2}[ .\-]\d{3})(?!\w)(?![.\-/,]\d)"
    ),
    # an amount of money around such digits: what stands before, and what stands after
    "EURO_BEFORE": r"(?:\u20ac|eur|euro) ?$",
    "EURO_AFTER": r"^(?:,(?:\d\d|-)| ?(?:euro|eur|\u20ac)(?!\w))",
    "THOUSANDS": r"^\+? ?\d{1,3}(?:\.\d{3})+$",
    # ---- a postcode with its house number: before it, after it ----
    "POSTCODE": r"(?<!\w)[1-9]\d{3} ?[a-z]{2}(?!\w)",
    "HOUSE_AFTER": (
        r"^[ ,:\n\-]{1,4}(?:(?:nr|no|nummer|huisnummer|huisnr|number)\.? ?)?\d{1,5}(?:[a-z]{1,2}|[\-/]\w{1,4})?"
        r"(?!\w)(?![:.]\d)(?! ?(?:jaar|jr|uur|keer|x|maanden|dagen|weken|year|years|days|weeks|km|euro|mensen)(?!\w))"
    ),
    "HOUSE_BEFORE": r"(?:^|[^\w.:/\-])(\d{1,5}(?:[a-z]{1,2}|-\w{1,4})?[ ,\n]{1,3})$",
    # ---- names on platforms ----
    "HANDLE_AT": r"(?<![\w.@/&])@(?=[a-z0-9_.]*[a-z])[a-z0-9_][a-z0-9_.]{1,29}",
    "HANDLE_LABELLED": r"(?<!\w)" + _PLATFORM + r"(?:[ \-]?" + _NAME_OF + r")? ?[:=] ?@?" + _NAME + r"(?!\w)",
    "HANDLE_NAMED": (
        r"(?<!\w)" + _PLATFORM + r"[ \-]?(?:naam|name|accountnaam|gebruikersnaam|username|nickname|nick)"
        r"(?: is| heet)? @?" + _NAME + r"(?!\w)"
    ),
    "HANDLE_OWN": (
        r"(?<!\w)(?:mijn|m'n|zijn|z'n|haar|d'r|hun|my|his|her|their) " + _PLATFORM + r" (?:is|heet) @?" + _NAME
        + r"(?!\w)"
    ),
    "HANDLE_ALONE": r"(?:^|[\n,;(]) ?" + _PLATFORM + r" @?" + _NAME + r"(?!\w)",
    "HANDLE_ODD": r"(?<!\w)" + _PLATFORM + r" (?:" + _NAME_OF + r" )?(?:is |heet )?@?" + _NAME + r"(?!\w)",
    # what ends a clause, behind a name
    "CLAUSE_ENDS": r"^[ ]*(?:$|[,.;)\n/&+]|(?:en|and|of|or)(?!\w))",
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: two letters behind a year that make no postcode ("2026 is 3 keer")
NOT_POSTCODE = _words(
    "aan af al an as at by cm de do en er ga go he if ik in is it ja je km kg me ml mm ms my na no nu of om op or pm "
    "so te to uu uw we ze zo zn"
)

#: words behind the name of a platform that are nobody's name there
NO_NAME = _words(
    "account accounts alleen alles app apps beide bekend bellen bericht berichten blocked both call chat chats contact "
    "deleted dit dms een eerst elkaar filmpje filmpjes foto fotos gebruikt geblokkeerd geen gehackt gemeld geplaatst "
    "gestolen gestuurd gone groep group hacked heeft het hij iemand jongen kent later maar meisje melding message met "
    "nee niemand niet none nog offline onbekend online only ook openbaar photo plus pagina post prive private profiel "
    "profile public reported soms stories story telefoon unknown used van veel verwijderd via video videos voor weg "
    "wel werd yes zie zij"
)

#: letters of an IBAN, by country (ISO 13616, as registered); the four first included
IBAN_LENGTH: Mapping[str, int] = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22,
    "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip

#: characters that people paste and that mean another one: one for one, so that places stay
ALIKE: Mapping[str, str] = {
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u202f"
                    "\u205f\u2060\u3000\ufeff\u00ad\t\r", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    "\uff20": "@", "\ufe6b": "@", "\uff0e": ".", "\u2024": ".", "\u00b7": ".", "\u2022": ".", "\uff0b": "+",
    **{chr(zero + digit): str(digit) for zero in (0xFF10, 0x0660, 0x06F0) for digit in range(10)},
}  # fmt: skip


def script() -> str:
    """The script with the same patterns and lists, for the browser."""

    def words(listed: frozenset[str]) -> str:
        return " ".join(sorted(listed))

    def codes(text: str) -> str:
        return "".join(f"\\u{ord(letter):04x}" for letter in text)

    lines = [
        "// Written from helpline/guard/patterns.py, which says what they mean: change them there.",
        "",
        "export const PATTERNS = {",
        *(f"  {name}: String.raw`{pattern}`," for name, pattern in PATTERNS.items()),
        "};",
        "",
        f'export const NOT_POSTCODE = new Set("{words(NOT_POSTCODE)}".split(" "));',
        "",
        f'export const NO_NAME = new Set("{words(NO_NAME)}".split(" "));',
        "",
        "export const IBAN_LENGTH = new Map([",
        *(f'  ["{country}", {length}],' for country, length in IBAN_LENGTH.items()),
        "]);",
        "",
        "export const ALIKE = new Map([",
        *(f'  ["{codes(one)}", "{other}"],' for one, other in ALIKE.items()),
        "]);",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(script())
