"""The list of the scripts of a release, with their SHA-256: docs/script-hashes.md. Pure but for reading the files.

What a browser runs is what we serve. Nobody can promise from here that a server serves what was released; with this
list anybody can compare.
"""

import hashlib
from pathlib import Path

#: rooms whose scripts a browser can get
ROOMS = ("chat", "cms", "helpline", "selfhelp", "statistics")

HEAD = """# The scripts of this release

Written by `make docs`; `make check` compares it with the scripts.

Who serves the page serves the program, and a workbook that is locked in the browser is as safe as the program that
locks it. These are the scripts of this release, as bytes. To compare what a site serves with them:

    sed -n 's/^    \\([0-9a-f]\\{64\\}  static\\)/\\1/p' docs/script-hashes.md > hashes
    cut -c67- hashes | while read -r path; do curl -sS --create-dirs -o "$path" "https://www.example.org/$path"; done
    sha256sum -c hashes

A page may name a script with twelve letters of a digest before `.js`; its bytes are the same. A page runs nothing but
scripts of its own site: its content security policy allows no other and none in the page, and a test looks at that.

"""


def scripts(root: Path) -> dict[str, Path]:
    """Every script of ours: the address below the site, and its file."""
    found = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("static/**/*.js")):
            inside = path.relative_to(root).as_posix().partition("/static/")[2]
            found[f"static/{inside}"] = path
    return dict(sorted(found.items()))


def page(root: Path) -> str:
    """The whole page."""
    lines = [
        f"    {hashlib.sha256(path.read_bytes()).hexdigest()}  {address}"
        for address, path in scripts(root).items()
    ]
    return HEAD + "\n".join(lines) + "\n"
