"""Write the generated pages of docs/ anew, or with --check say which are out of date.

Pages: the chat's states (from the table of moves), the scripts of the release with their hashes, the table of
metrics, and the README's pictures (from what stands in docs/pictures).
"""

import re
import subprocess
import sys
from pathlib import Path

import metrics_table
import script_hashes

ROOT = Path(__file__).resolve().parent.parent
_PICTURES = re.compile(r"(<!-- pictures: begin -->\n).*?(<!-- pictures: end -->)", re.DOTALL)
_WIDE = ("desk", "registration", "figures", "sign-in", "second-factor")


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


def main(arguments: list[str]) -> int:
    is_check = "--check" in arguments
    states = [sys.executable, "manage.py", "chat_states", "--check" if is_check else "--write"]
    is_current = subprocess.run(states, cwd=ROOT, check=False).returncode == 0
    page = ROOT / "README.md"
    names = sorted(path.stem for path in (ROOT / "docs" / "pictures").glob("*.png"))
    wanted = readme_with_pictures(page.read_text(encoding="utf-8"), names)
    if is_check and wanted != page.read_text(encoding="utf-8"):
        print("README.md does not show the pictures of docs/pictures. Run: make docs")
        is_current = False
    if not is_check:
        page.write_text(wanted, encoding="utf-8")
    hashes = ROOT / "docs" / "script-hashes.md"
    listed = script_hashes.page(ROOT)
    if not is_check:
        hashes.write_text(listed, encoding="utf-8")
    elif not hashes.exists() or listed != hashes.read_text(encoding="utf-8"):
        print("docs/script-hashes.md does not list the scripts as they are. Run: make docs")
        is_current = False
    measured = metrics_table.PAGE.read_text(encoding="utf-8")
    if not is_check:
        metrics_table.PAGE.write_text(metrics_table.page_with_table(measured), encoding="utf-8")
    elif metrics_table.page_with_table(measured) != measured:
        print("docs/observe.md does not list the metrics as they are. Run: make docs")
        is_current = False
    return 0 if is_current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
