"""The scripts that Wagtail writes into a page, each allowed by its hash when it is what we know. Pure.

Wagtail starts a chooser or a calendar with one call in the page: a known name, and arguments that are JSON. Such a call
can start that widget and do nothing else, whatever its arguments say. Every other script in a page stays refused.
"""

import base64
import hashlib
import json
import re

#: what may be called: the constructors of choosers, and the calendars of date fields
_CALL = re.compile(
    r"(?:new (?:wagtail\.)?[A-Z][A-Za-z]*Chooser|initDateChooser|initTimeChooser|initDateTimeChooser)\((.*)\);",
    re.DOTALL,
)
_INLINE = re.compile(r"<script>([^<]*)</script>")


def hashes(html: str) -> list[str]:
    """The hashes of the known calls in a page, as a content security policy names them; each once, in their order."""
    return list(dict.fromkeys(_hash(script) for script in _INLINE.findall(html) if is_known(script)))


def is_known(script: str) -> bool:
    """Whether this is one call of a known name with JSON as its arguments, and nothing else."""
    call = _CALL.fullmatch(script.strip())
    if call is None:
        return False
    try:
        json.loads(f"[{call.group(1)}]")
    except ValueError:
        return False
    return True


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
