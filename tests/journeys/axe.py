"""axe-core in a page: read once, and asked what is wrong."""

from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

# preload: axe would copy imported style sheets into the page, which the content policy refuses and the page then tells
RUN = """
async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    preload: false,
  });
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => [id, `${help}: ${node.target.join(" ")} ${node.failureSummary}`]));
}
"""


@lru_cache
def _source() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def give_axe(page: Page) -> None:
    """Put axe into the page; one that has it from a look before is spared reading half a megabyte again."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
