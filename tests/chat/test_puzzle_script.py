"""The puzzle at the door as the browser solves it (chat/static/chat/puzzle.js), against Python's own SHA-256."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chat import pow as puzzles
from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "chat/static/chat"
NOW = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium, SCRIPTS, "http://puzzle.test") as page:
        yield page


def test_digests_are_those_of_sha_256_whatever_the_length(page: Page) -> None:
    texts = ["x" * length for length in range(140)]
    heads = page.evaluate(
        "async (texts) => { const { digestHead } = await import('/puzzle.js'); return texts.map(digestHead); }",
        texts,
    )
    assert heads == [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]


def test_a_proof_made_in_the_browser_opens_the_door(page: Page) -> None:
    token = puzzles.puzzle(b"secret", bits=12, now=NOW)
    proof = page.evaluate(
        "async (token) => { const { solve } = await import('/puzzle.js'); return solve(token); }", token
    )
    assert puzzles.check(b"secret", proof, now=NOW)


def test_the_page_keeps_answering_while_a_hard_puzzle_is_worked_on(page: Page) -> None:
    """No piece of the work holds the page for longer than a person notices (100 ms).

    A clock of the test's own says so, on which a millisecond passes between two looks at it: what a machine with other
    work to do takes for a piece says nothing. What is done between two looks takes a millisecond indeed, or a few.
    """
    token = puzzles.puzzle(b"secret", bits=puzzles.HARDEST, now=NOW)
    longest, between = page.evaluate(
        """async (token) => {
          const { digestHead, solve } = await import('/puzzle.js');
          const clock = performance.now.bind(performance);
          const times = Array.from({ length: 60 }, () => {
            const from = clock();
            for (let i = 0; i < 64; i += 1) digestHead(`${token}.${i}`);
            return clock() - from;
          });
          let now = 0, last = 0, longest = 0;
          performance.now = () => (now += 1);
          const worked = new Promise((resolve) => {
            const watch = () => {
              longest = Math.max(longest, now - last);
              last = now;
              if (now > 500) resolve();
              else setTimeout(watch);
            };
            setTimeout(watch);
          });
          await Promise.race([solve(token), worked]);
          return [longest, Math.min(...times)];
        }""",
        token,
    )
    assert 0 < longest < 100
    assert between < 5
