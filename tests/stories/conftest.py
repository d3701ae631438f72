"""People at a real browser, each with script and without."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.browser import visit
from tests.running import Running
from tests.visiting import PASSWORD, Visitor

_people = itertools.count(1)


class Person:
    """Somebody at their own browser."""

    def __init__(self, page: Any, visitor: Visitor, has_script: bool) -> None:
        self.page = page
        self.visitor = visitor
        self.has_script = has_script
        number = next(_people)
        self.name = f"Reader {number}"
        self.email = f"reader{number}@example.com"

    def fill_in_sign_up(self) -> None:
        """Fill in and send the form to make an account, which is open."""
        self.page.get_by_label("Member name").fill(self.name)
        self.page.get_by_label("Email address").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Create account").click()

    def sign_up(self) -> "Person":
        """Be a member from here on, without having seen the form."""
        self.visitor.sign_up(self.name)
        self.take_cookies()
        return self

    def take_cookies(self) -> None:
        """Have in the browser the cookies that the visitor has."""
        self.page.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.visitor.base}
                for name, value in self.visitor.cookies.items()
            ]
        )

    def write(self, text: str) -> None:
        """Put a text in the box, in place of what is there."""
        self.page.locator("#source").fill(text)

    def text(self) -> str:
        """What stands in the box."""
        return self.page.locator("#source").input_value()

    def press_post(self) -> None:
        self.page.get_by_role("button", name="Post reply").click()

    def post(self, text: str) -> Any:
        """Reply to the topic that is open; the new post, as it stands on the page."""
        self.write(text)
        self.press_post()
        return self.own(text)

    def own(self, text: str) -> Any:
        """The post on this page that says this."""
        return self.page.locator("article.post", has_text=text)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def person(
    chromium: Any, rostra: Running, has_script: bool
) -> Iterator[Callable[..., Person]]:
    """Make somebody new at a browser; at the end nothing odd happened on any page."""
    with ExitStack() as open_browsers:
        watches = []

        def make(**options: Any) -> Person:
            visitor = rostra.visitor()
            open_browsers.callback(visitor.close)
            headers = {"X-Forwarded-For": visitor.address}
            page, watch = open_browsers.enter_context(
                visit(
                    chromium,
                    rostra.base,
                    java_script_enabled=has_script,
                    extra_http_headers=headers,
                    **options,
                )
            )
            watches.append(watch)
            return Person(page, visitor, has_script)

        yield make
        assert [watch.troubles for watch in watches if watch.troubles] == []
        assert [
            w.strangers(rostra.base) for w in watches if w.strangers(rostra.base)
        ] == []


@pytest.fixture(scope="session")
def starters(rostra: Running) -> Iterator[Visitor]:
    """Those who start the topics of tests, and are seen nowhere else: by turns, or they
    would have to wait."""

    def people() -> Iterator[Visitor]:
        for _number in range(8):
            name = f"Starter {next(_people)}"
            somebody = rostra.visitor().sign_up(name)
            rostra.make_moderator(name)
            yield somebody

    return itertools.cycle(people())


@pytest.fixture
def topic(starters: Iterator[Visitor]) -> str:
    """The path of a topic that is this test's own."""
    # The same text once more, soon after, would be the same topic: what an address is
    # called is part of it, and not shown.
    text = f"The opening post.\n\n[{next(_people)}]: /"
    return next(starters).start("A topic to tell a story in", text)


@pytest.fixture
def let_in(rostra: Running) -> Iterator[Callable[[str], None]]:
    """Have an owner let in a newcomer of this name, who waits."""
    owner = rostra.visitor()
    name = f"Owner {next(_people)}"
    owner.sign_up(name)
    rostra.make_owner(name)

    def let(newcomer: str) -> None:
        page = owner.get("/control/waiting/").text
        found = re.search(
            rf'/control/members/(\d+)/"[^>]*>{re.escape(newcomer)}<', page
        )
        assert found, f"{newcomer} does not wait"
        assert owner.post(f"/control/waiting/{found[1]}/").status == 303

    yield let
    owner.close()
