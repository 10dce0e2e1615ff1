"""Write the generated pages of docs/ anew, or with --check say which are out of date.

Pages: the chat's states (from the table of moves), the tables of what is kept about people (from the declarations of
every field), the map of the house (from its imports), the index of decisions, the table of metrics, the answers to
the ASVS, the scripts of the release with their hashes, and the README's pictures (from what stands in docs/pictures).
"""

import re
import subprocess
import sys
from pathlib import Path

import asvs
import house_map
import metrics_table
import script_hashes

ROOT = Path(__file__).resolve().parent.parent
_PICTURES = re.compile(r"(<!-- pictures: begin -->\n).*?(<!-- pictures: end -->)", re.DOTALL)
_WIDE = (
    "desk", "registration", "figures", "guide", "sign-in", "second-factor", "contacts", "case", "referral",
    "appointments", "groups", "post-inbox", "shift-board", "promises",
)  # fmt: skip


def readme_with_pictures(readme: str, names: list[str]) -> str:
    """The README with the light pictures, those of a phone side by side; the dark ones lie beside them.

    The name of a picture says what it shows; a wide one shows a page of the staff.
    """
    light = [name for name in names if name.endswith("-light")]
    wide = [name for name in light if name.startswith(_WIDE)]
    phones = [name for name in light if name not in wide]
    lines = "".join(f"{_image(name, 230)}\n" for name in phones) + "\n"
    lines += "".join(f"{_image(name, 720)}\n" for name in wide)
    return _PICTURES.sub(lambda match: f"{match[1]}{lines if light else ''}{match[2]}", readme)


def _image(name: str, width: int) -> str:
    title = name.removesuffix("-light").replace("-", " ")
    return f'<img src="docs/pictures/{name}.png" width="{width}" alt="{title}">'


def decisions_index(folder: Path) -> str:
    """The list of decisions, by number, with the titles that stand in them."""
    lines = ["# Decisions", "", "Why the house stands as it does. Made by `make docs`; do not edit.", ""]
    for path in sorted(folder.glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").split("\n", 1)[0]
        words = re.sub(r"^#\s*(?:\d+\s*[.:]?\s*)?", "", title).strip()
        lines.append(f"- [{path.stem[:4]}]({path.name}) {words}")
    return "\n".join(lines) + "\n"


def wanted_pages() -> dict[Path, str]:
    """Every page that is made here, as it should stand."""
    names = sorted(path.stem for path in (ROOT / "docs" / "pictures").glob("*.png"))
    house = house_map.read_house(ROOT)
    readme, architecture = ROOT / "README.md", ROOT / "docs" / "architecture.md"
    return {
        readme: readme_with_pictures(readme.read_text(encoding="utf-8"), names),
        architecture: house_map.with_table(architecture.read_text(encoding="utf-8"), house),
        ROOT / "docs" / "house.svg": house_map.drawing(house),
        ROOT / "docs" / "decisions" / "README.md": decisions_index(ROOT / "docs" / "decisions"),
        ROOT / "docs" / "asvs.md": asvs.page(ROOT),
        ROOT / "docs" / "script-hashes.md": script_hashes.page(ROOT),
        metrics_table.PAGE: metrics_table.page_with_table(metrics_table.PAGE.read_text(encoding="utf-8")),
    }


def main(arguments: list[str]) -> int:
    is_check = "--check" in arguments
    is_current = True
    for command in ("chat_states", "privacy_tables"):
        asked = [sys.executable, "manage.py", command, "--check" if is_check else "--write"]
        is_current &= subprocess.run(asked, cwd=ROOT, check=False).returncode == 0
    for page, wanted in wanted_pages().items():
        if not is_check:
            page.write_text(wanted, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != wanted:
            print(f"{page.relative_to(ROOT)} is not as the house is. Run: make docs")
            is_current = False
    return 0 if is_current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
