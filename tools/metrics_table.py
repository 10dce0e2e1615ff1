"""The table of metrics in docs/observe.md, made from helpline/metrics.py."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "observe.md"
_PLACE = re.compile(r"(<!-- metrics: begin -->\n).*?(<!-- metrics: end -->)", re.DOTALL)


def table() -> str:
    """The lines of the table: name, kind, labels with their values, and what it says."""
    sys.path.insert(0, str(ROOT))
    from helpline import metrics

    lines = ["| name | kind | labels | what it says |", "|---|---|---|---|"]
    for metric in (*metrics.OWN, *metrics.SHARED):
        labels = "; ".join(
            f"`{label.name}`: " + ("the programmes" if label.values is None else ", ".join(label.values))
            for label in metric.labels
        )
        where = ", of the database" if metric in metrics.SHARED else ""
        lines.append(f"| `{metric.name}` | {metric.kind}{where} | {labels} | {metric.says} |")
    return "\n".join(lines) + "\n"


def page_with_table(page: str) -> str:
    """The page with the table as the code has it."""
    return _PLACE.sub(lambda match: f"{match[1]}\n{table()}\n{match[2]}", page)
