"""Syllables, counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks import syllables_en, syllables_nl

#: hyphens show where a word falls apart
DUTCH = """
kind hulp chat fo-to's kin-de-ren hel-pen ver-trou-wen praat pra-ten ge-zien
sek-su-eel sek-su-e-le mis-bruik min-der-ja-rig min-der-ja-ri-gen uit-bui-ting ge-voe-lens ge-drag
anoniem:3 a-no-nie-me gra-tis tele-foon:3 in-ter-net be-rich-ten ver-sprei-den toe-stem-ming
draai-en mooi-e gooi-en nooit groei moei-lijk vloei-stof vroei-er:2 bloei-en zwaai-en fraai
eeuw eeu-wen sneeuw nieuw nieu-we nieuws op-nieuw le-ven schuw ruw blauw-e:2 vrouw vrou-wen
vrij vrij-en blij bij-zon-der mo-ge-lijk ei-gen-lijk tijd bij-en bij-een part-ij-en:3 ijs hij-zelf
i-dee i-dee-ën zee-ën ge-ïn-te-res-seerd re-ü-nie co-ör-di-na-tie be-ëin-di-gen ge-üit:2 va-cu-üm po-ë-zie
ru-ï-ne ski-ën knie-ën ka-te-go-rie-ën bac-te-ri-ën fi-nan-ci-ën A-zi-ë Ita-li-ë:4 re-ëel drie-ën-twin-tig
één vóór níét ca-fé pri-vé cli-ché en-quê-te car-ri-è-re scè-ne oké:2
the-a-ter re-ac-tie re-a-ge-ren i-de-aal so-ci-aal ma-te-ri-aal spe-ci-aal of-fi-ci-eel fi-nan-ci-eel
vi-de-o ra-di-o cha-os du-o si-tu-a-tie ja-nu-a-ri in-di-vi-du-eel du-el the-o-rie bi-o-lo-gie
se-ri-eus re-li-gi-eus in-ge-ni-eur mu-se-um pe-tro-le-um be-ant-woor-den be-oor-de-len zo-als zo-iets
politie:3 re-la-tie fa-mi-lie ac-tie se-rie bu-reau ca-deau ca-deau-tje ni-veau plateau:2
uur duur-de buurt ui-en bui-ten huis geur gebeurt:2 ge-beur-te-nis fout hou-den au-to goud
ei-e-ren reis trei-nen toi-let hoi paniek:2 a-ve-rij be-ij-ve-ren ge-ijkt na-ij-ver
ty-pe ba-by hy-gi-ë-ne sys-teem psy-cho-loog yo-ga roy-aal:2 es-say hob-by's hoc-key cy-ber-pes-ten
qua fre-quent a-de-quaat quiz quo-ta wee-ke-lijks:3
team coach trai-ner e-mail e-mail-a-dres on-line web-site web-sites site game ga-men ga-mer fa-ce-book:2
deep-fake up-date up-da-ten:3 soft-ware down-load screen-shot nude nudes like likes live date da-ten
sex-ting groo-ming sex-tor-tion Snap-chat Whats-App Ins-ta-gram You-Tube app apps pri-va-cy
i-de-a-le:4 be-a-men bea-mer
ge-slacht slacht-of-fer-hulp ver-trou-wens-per-soon aan-gif-te zelf-be-vre-di-ging ver-ant-woor-de-lijk-heid
"""
DUTCH_OTHER = [
    ("tv", 2), ("sms", 3), ("pc", 2), ("CSG", 3), ("EHBO", 4), ("LVB", 3), ("NAVO", 2), ("pin", 1), ("GGZ", 3),
    ("'s", 1), ("'t", 1), ("z'n", 1), ("zo'n", 1), ("sms'en", 4), ("app'en", 2), ("niet-westers", 3),
    ("24-uurs", 1), ("idee\u0308en", 3), ("foto\u2019s", 2), ("é", 1), ("STOP", 1), ("Station", 3),
]  # fmt: skip


def table(text: str) -> list[tuple[str, int]]:
    """Words with their syllables: the number after a colon, or one more than the hyphens."""
    pairs = []
    for written in text.split():
        word, _, number = written.partition(":")
        pairs.append((word.replace("-", ""), int(number or word.count("-") + 1)))
    return pairs


def test_the_table_is_long_enough() -> None:
    assert len({word for word, _ in table(DUTCH)}) > 200


@pytest.mark.parametrize(("word", "count"), [*table(DUTCH), *DUTCH_OTHER])
def test_dutch(word: str, count: int) -> None:
    assert syllables_nl.count(word) == count


ENGLISH = """
child chil-dren pic-ture pic-tures share shared sha-ring help helped help-ing want-ed wait-ed threat threa-ten-ing
some-one some-thing some-times:2 ev-ery-one:3 peo-ple ta-ble lit-tle trou-ble han-dled set-tled called
sex-u-al a-buse a-bused im-a-ges:3 mat-ches hou-ses ser-vi-ces:3 i-de-a:3 cre-ate cre-a-tive re-act be-ing see-ing
play-er play-ing played eye eyes die died friend friends friend-ly care-less care-ful safe safe-ly move-ment
ques-tion na-tion na-tion-al o-pin-ion mil-lion so-cial spe-cial si-tu-a-tion ra-di-o vi-de-o the-a-ter
qui-et di-et sci-ence ex-pe-ri-ence pa-tient ea-si-er ear-li-est u-su-al an-nu-al con-tin-u-ous
u-nique tech-nique league po-lice po-lice-man:3 on-line web-site be-come home-work life-time guide-lines
you your young they their through though en-joy boy the he me rhyth-m:2 crit-i-cis-m:4
con-fi-den-tial a-non-y-mous con-ver-sa-tion coun-sel-lor in-for-ma-tion re-spon-si-bil-i-ty
"""
ENGLISH_OTHER = [
    ("don't", 1), ("didn't", 2), ("you're", 1), ("tv", 2), ("GP", 2), ("UK", 2), ("www", 9), ("self-help", 2),
    ("I", 1), ("a", 1), ("we", 1), ("child\u2019s", 1),
]  # fmt: skip


@pytest.mark.parametrize(("word", "count"), [*table(ENGLISH), *ENGLISH_OTHER])
def test_english(word: str, count: int) -> None:
    assert syllables_en.count(word) == count


@given(st.text(max_size=30))
def test_every_word_has_at_least_one(word: str) -> None:
    assert syllables_nl.count(word) >= 1
    assert syllables_en.count(word) >= 1


# A hyphen between two Dutch words adds no syllable and takes none away.
@given(st.sampled_from(table(DUTCH)), st.sampled_from(table(DUTCH)))
def test_hyphens_add_up(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert syllables_nl.count(f"{one[0]}-{other[0]}") == one[1] + other[1]
