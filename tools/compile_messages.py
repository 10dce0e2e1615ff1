"""Compile every django.po of the house to the django.mo that Django reads, when it is older or missing.

Django's own `compilemessages` needs the gettext programs on the machine; the format is small enough to write here:
https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html. Fuzzy entries and empty translations are left out.
"""

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MAGIC = 0x950412DE


class BrokenCatalogue(ValueError):
    """A .po file that cannot be read; the text names file and line."""


def entries(text: str, name: str) -> Iterator[tuple[str, str]]:
    """The catalogue's translations, keyed as gettext looks them up: context EOT id, and id NUL plural."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        fields = _fields([line for line in lines if not line.startswith("#")], name)
        is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        if "msgid" not in fields or (is_fuzzy and fields["msgid"]):
            continue
        key, value = fields["msgid"], fields.get("msgstr", "")
        if "msgid_plural" in fields:
            forms = [fields[form] for form in sorted(fields) if form.startswith("msgstr[")]
            key, value = f"{key}\0{fields['msgid_plural']}", "\0".join(forms) if all(forms) else ""
        if "msgctxt" in fields:
            key = f"{fields['msgctxt']}\4{key}"
        if value:
            yield key, value


def _fields(lines: list[str], name: str) -> dict[str, str]:
    """One entry's keywords and their strings. Raises BrokenCatalogue."""
    fields: dict[str, str] = {}
    field = ""
    for line in lines:
        text = line
        if not line.startswith('"'):
            field, _, text = line.partition(" ")
            if field in fields:
                raise BrokenCatalogue(f"{name}: an empty line is missing before {line!r}")
            fields[field] = ""
        text = text.strip()
        if not field or not (text.startswith('"') and text.endswith('"') and len(text) > 1):
            raise BrokenCatalogue(f"{name}: cannot read the line {line!r}")
        fields[field] += ast.literal_eval(text)
    return fields


def compile_text(text: str, name: str = "catalogue") -> bytes:
    """The .mo file of a .po text. Raises BrokenCatalogue, also when a key stands twice."""
    found: dict[bytes, bytes] = {}
    for key, value in entries(text, name):
        encoded = key.encode()
        if encoded in found:
            raise BrokenCatalogue(f"{name}: stands twice: {key!r}")
        found[encoded] = value.encode()
    pairs = sorted(found.items())
    keys_at, values_at = 28, 28 + 8 * len(pairs)
    position = values_at + 8 * len(pairs)
    tables, strings = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), position)
            strings += pair[side] + b"\0"
            position += len(pair[side]) + 1
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), keys_at, values_at, 0, position)
    return header + tables[0] + tables[1] + strings


def main() -> int:
    try:
        for room in ("helpline", "chat", "cms", "statistics", "selfhelp", "locale"):
            for source in sorted((ROOT / room).rglob("LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                    continue
                target.write_bytes(
                    compile_text(source.read_text(encoding="utf-8"), str(source.relative_to(ROOT)))
                )
    except BrokenCatalogue as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
