"""Paper: PDF and PNG, set by typst out of a template and data. Nothing that stands in the data is read as markup.

typst is one self-contained wheel: no system library, no network, no fonts but ours. It is imported when it is needed:
30 MB that nobody else wants. What it would say about itself is blanked, so a file says nothing but its contents, and
the same data are the same bytes.
"""

import json
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "paper_fonts"

#: what a PDF says about the program that made it: blanked in place, so that every offset in the file still holds
_ABOUT = re.compile(
    rb"/Creator\(Typst[^)]*\)|<xmp:CreatorTool>[^<]*</xmp:CreatorTool>|"
    rb"<xmpMM:(?P<name>InstanceID|DocumentID)>[^<]*</xmpMM:(?P=name)>|x:xmptk=\"[^\"]*\""
)
#: what a picture needs to be drawn
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def set_pdf(template: Path, data: Mapping[str, Any], *, is_accessible: bool = False) -> bytes:
    """The PDF of a template with this data. is_accessible: as PDF/UA-1; typst refuses what does not fit it."""
    made = _set(template, data, pdf_standards="ua-1" if is_accessible else None)
    return _ABOUT.sub(lambda found: b" " * len(found[0]), made)


def set_png(template: Path, data: Mapping[str, Any], *, ppi: float) -> bytes:
    """The one page of a template as a picture. ppi: pixels to the inch (72 points)."""
    made = _set(template, data, format="png", ppi=ppi)
    return made[:8] + b"".join(chunk for kind, chunk in png_chunks(made) if kind in _CHUNKS)


def _set(template: Path, data: Mapping[str, Any], **how: Any) -> bytes:
    """What typst makes of a template. how: as what, in the words of `typst.compile`."""
    import typst

    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        **how,
    )
    return made


def png_chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    """The parts of a PNG: (kind, the whole part with its length and checksum). Raises ValueError."""
    if picture[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("this is no PNG")
    found, at = [], 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        found.append((picture[at + 4 : at + 8], picture[at : at + 12 + length]))
        at += 12 + length
    return found
