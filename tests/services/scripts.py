"""A page that has nothing but the scripts of one folder: for what they do by themselves."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route


@contextmanager
def page_with_scripts(
    chromium: Browser, folder: Path, origin: str, *, stopped_clock: bool = False
) -> Iterator[Page]:
    """An empty page at an origin where the files of `folder` are served. stopped_clock: time moves by the test only."""
    context = chromium.new_context()
    page = context.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(origin + "/")
        if not name:
            route.fulfill(body="<!doctype html><title>scripts</title>", content_type="text/html")
        else:
            route.fulfill(body=(folder / name).read_text(), content_type=mimetypes.guess_type(name)[0])

    page.route(f"{origin}/**", serve)
    if stopped_clock:
        page.clock.install()
    page.goto(f"{origin}/")
    yield page
    context.close()
