"""A real browser for tests: Debian's Chromium without its window, driven by Playwright.

`ROSTRA_TEST_CHROMIUM` names another one. Every page that is opened here is watched: what it
asks for, what it says on the console, and every script error and dialog.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds: a page is slow on a machine that does other things too; that is no failure."""

_CANARY = """
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => { console.error("CANARY " + name + " " + said); };
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of the test run; skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    program = os.environ.get("ROSTRA_TEST_CHROMIUM") or _installed()
    if not program:
        pytest.skip("there is no Chromium; ROSTRA_TEST_CHROMIUM can name one")
    # Playwright runs an event loop in this thread, under which Django would refuse
    # every query of the tests that come afterwards.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=[*OPTIONS])
        yield browser
        browser.close()


def _installed() -> str | None:
    # The same browser without a window of its own takes half the processor's time.
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@dataclass
class Watch:
    """What the pages of one browser context did."""

    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Script errors, dialogs, refused content, and what the canary heard."""

    def strangers(self, base: str) -> list[str]:
        """Requests that left for another address than this one."""
        own = (f"{base}/", "data:", "about:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@contextmanager
def visit(chromium: Any, base: str, **options: Any) -> Iterator[tuple[Any, Watch]]:
    """A fresh context with one open page, and the watch over it.

    Options are Playwright's for a context: `java_script_enabled`, `viewport`…
    """
    context = chromium.new_context(
        **{"base_url": base, "viewport": DESK, "reduced_motion": "reduce"} | options
    )
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    watch = watch_over(context)
    try:
        yield context.new_page(), watch
    finally:
        context.close()


def watch_over(context: Any) -> Watch:
    """Note from now on what happens in this context."""
    watch = Watch()
    context.add_init_script(_CANARY)
    context.on("request", lambda request: watch.requests.append(request.url))
    context.on("console", lambda said: _note_console(watch, said))
    context.on("weberror", lambda error: watch.troubles.append(str(error.error)))
    context.on("dialog", lambda dialog: _note_dialog(watch, dialog))
    return watch


def _note_console(watch: Watch, said: Any) -> None:
    # Answers such as 422 are told on the console too, and are no trouble.
    is_answer = said.text.startswith("Failed to load resource")
    if said.type in ("error", "warning") and not is_answer:
        watch.troubles.append(f"{said.type}: {said.text}")


def _note_dialog(watch: Watch, dialog: Any) -> None:
    watch.troubles.append(f"dialog: {dialog.message}")
    dialog.dismiss()
