"""The button to leave now is in the head of every page: nothing a visitor meets may make the head dead."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
#: what the browser puts above everything, with the rest of the page dead below it
MODAL = re.compile(
    r"showModal\s*\(|showPopover\s*\(|\bpopover(target)?=|requestFullscreen\s*\(|\b(alert|confirm|prompt)\s*\("
)
#: screens of staff: they have no exit
STAFF = ("helpline/desk/", "templates/desk/", "helpline/contacts/", "templates/contacts/", "helpline/accounts/",
         "templates/accounts/", "templates/base_staff.html", "templates/cms/admin/")  # fmt: skip


def visitors_files() -> list[Path]:
    found = [
        path
        for room in ("cms", "chat", "helpline", "selfhelp")
        for path in HOUSE.glob(f"{room}/**/static/**/*.js")
    ]
    found += HOUSE.glob("templates/**/*.html")
    return [path for path in found if not str(path.relative_to(HOUSE)).startswith(STAFF)]


def test_nothing_on_a_page_of_visitors_is_modal_to_the_browser() -> None:
    files = visitors_files()
    assert HOUSE / "chat/static/chat/talk.js" in files
    modal = [str(path.relative_to(HOUSE)) for path in files if MODAL.search(path.read_text())]
    assert modal == []
