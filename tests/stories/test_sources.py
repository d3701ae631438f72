"""Two would like to look something up; its author names a source, and one says it helps."""

import re

import pytest

from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.server]
SAID = "The gates were tested twice in January. Everybody at the Slip knew."
SENTENCE = "The gates were tested twice in January."


@pytest.fixture(params=[None, PHONE], ids=["desk", "phone"])
def width(request):
    return {"viewport": request.param} if request.param else {}


def start(author):
    """Start a topic; gives its path."""
    return author.visitor.start("Where the gates were tested", SAID)


def open_topic(one, path):
    one.page.goto(path)
    return one.page.locator("article.post").first


def select(page, words):
    """Select these words, as a reader does who drags over them."""
    page.evaluate(
        """words => {
          const prose = document.querySelector("article.post .prose");
          const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
          const node = walker.nextNode();
          const at = node.data.indexOf(words);
          getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        words,
    )


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_a_source_from_the_question_to_the_thanks(person, width):
    author, asker, joining, guest = (person(**width) for _ in range(4))
    for one in (author, asker, joining):
        one.sign_up()
    path = start(author)

    post = open_topic(asker, path)
    if asker.has_script:
        select(asker.page, SENTENCE)
    post.get_by_role("link", name=re.compile("Ask for a source|Source\\?")).click()
    box = asker.page.get_by_label("For which sentence")
    if asker.has_script:
        assert box.input_value() == SENTENCE
    box.fill("Nothing of the kind")
    asker.page.get_by_role("button", name="Ask", exact=True).click()
    assert "do not stand in the post" in asker.page.locator("#words-error").inner_text()
    assert asker.page.get_by_label("For which sentence").input_value() == (
        "Nothing of the kind"
    )
    asker.page.get_by_label("For which sentence").fill(SENTENCE)
    asker.page.get_by_role("button", name="Ask", exact=True).click()
    asker.page.locator("[data-source-request=open]").wait_for()

    post = open_topic(joining, path)
    post.get_by_role("link", name="I’d like one too").click()
    joining.page.get_by_role("button", name="I’d like one too").click()
    joining.page.get_by_text("2 members would like a source").wait_for()
    assert fits(joining.page)

    post = open_topic(author, path)
    post.get_by_role("link", name="Name a source").click()
    page = author.page
    page.get_by_label("Web address").fill("javascript:alert(1)")
    page.get_by_label("Title").fill("Test log")
    page.get_by_role("button", name="Name this source").click()
    page.locator("#address-error").wait_for()
    assert page.get_by_label("Title").input_value() == "Test log"
    page.get_by_label("Web address").fill("https://port.example/tests")
    page.get_by_role("button", name="Name this source").click()
    page.get_by_role("heading", name="Test log").wait_for()
    assert fits(page)

    asker.page.goto(path)
    answered = asker.page.locator("[data-source-request=answered]")
    assert "Source given" in answered.inner_text()
    answered.get_by_role("link", name="See the request").click()
    asker.page.get_by_role("button", name="Yes").click()
    asker.page.get_by_text("One of those who asked says that it").wait_for()

    post = open_topic(guest, path)
    assert "One of the 2 who asked says" in post.inner_text()
    assert post.locator(".sources a").first.get_attribute("href") == (
        "https://port.example/tests"
    )
    assert not post.get_by_role("link", name="Ask for a source").count()


def test_an_author_says_why_there_is_nothing_to_look_up(person, width):
    author, asker = person(**width).sign_up(), person(**width).sign_up()
    path = start(author)
    post = open_topic(asker, path)
    post.get_by_role("link", name=re.compile("Ask for a source|Source\\?")).click()
    asker.page.get_by_role("button", name="Ask", exact=True).click()

    post = open_topic(author, path)
    post.get_by_role("link", name="Answer otherwise").click()
    author.page.get_by_label("Or say why").fill("I stood beside the man.")
    author.page.get_by_role("button", name="Say so").click()

    post = open_topic(asker, path)
    declined = post.locator("[data-source-request=declined]")
    assert "I stood beside the man." in declined.inner_text()


def test_a_claim_from_a_sentence_to_its_status(person, rostra, width):
    author, curator, guest = (person(**width) for _ in range(3))
    author.sign_up()
    curator.sign_up()
    rostra.make_moderator(curator.name)
    # Each time another: the same claim would be shown again.
    sentence = f"{author.name} tested the gates."
    path = author.visitor.start("Who tested the gates", sentence)

    post = open_topic(curator, path)
    if curator.has_script:
        select(curator.page, sentence)
    post.locator("summary", has_text="More").click()
    post.get_by_role("link", name="Make a claim of it").click()
    page = curator.page
    if curator.has_script:
        assert page.get_by_label("The sentence").input_value() == sentence
    page.get_by_label("The sentence").fill(sentence)
    page.get_by_role("button", name="Make it a claim").click()
    page.wait_for_load_state()
    # Those of other readers are nearly the same.
    another = page.get_by_role("button", name="It is another claim")
    if another.count():
        assert fits(page)
        another.click()
    page.get_by_role("heading", name=sentence).wait_for()
    page.get_by_label("They dispute it").check()
    page.get_by_label("An organisation").check()
    page.get_by_label("Their name").fill("The port")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("The port (an organisation)").wait_for()
    page.get_by_label("Disputed").check()
    page.get_by_label("Why").fill("Two logs differ.")
    page.get_by_role("button", name="Say so").click()
    page.get_by_text("Two logs differ.").wait_for()
    assert fits(page)

    guest.page.goto(path)
    claim = guest.page.locator("li[data-claim-status=disputed]")
    assert "The port" in claim.inner_text()
    claim.get_by_role("link", name=sentence).click()
    guest.page.get_by_text("Two logs differ.").wait_for()


def test_a_curator_notes_that_a_member_disputes_a_claim(person, rostra, width):
    author, curator = person(**width).sign_up(), person(**width).sign_up()
    rostra.make_owner(curator.name)
    path = start(author)
    number = re.search(r"post-(\d+)", open_topic(curator, path).get_attribute("id"))[1]
    page = curator.page
    page.goto(f"/post/{number}/claim/?words={SENTENCE}")
    page.get_by_role("button", name="Make it a claim").click()
    page.get_by_label("They dispute it").check()
    page.get_by_label("A member of this forum").check()
    name = page.get_by_label("Their name")
    if curator.has_script:
        name.press_sequentially(author.name)
        page.get_by_role("option", name=author.name, exact=True).click()
        assert name.input_value() == author.name
        assert fits(page)
    else:
        name.fill(author.name)
    page.get_by_role("button", name="Note it").click()

    holder = page.locator(".claim").get_by_role("link", name=author.name)
    assert "/member/" in holder.get_attribute("href")
    open_topic(curator, path)
    assert page.locator(".claims").get_by_role("link", name=author.name).is_visible()
