"""A member quotes, replies, edits, and links to what they wrote."""

import re

import pytest
from playwright.sync_api import expect

from tests.visiting import post_numbers

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def member(person, topic):
    """Somebody signed in, with a topic open in which they have written nothing."""
    somebody = person().sign_up()
    somebody.page.goto(topic)
    return somebody


def select(page, selector):
    """Select the words of an element, as one does with a mouse."""
    page.locator(selector).first.evaluate(
        "element => getSelection().selectAllChildren(element)"
    )


def menu_of(post):
    """Open the menu under a post."""
    post.locator(".actions summary", has_text=re.compile("More|Share")).click()
    return post


class TestQuoting:
    def test_quotes_what_somebody_said_and_the_quote_is_verified(self, member):
        opening = member.page.locator("article.post").first
        if member.has_script:
            select(member.page, "article.post .prose p")
        opening.get_by_role("link", name="Quote").click()
        member.page.wait_for_function(
            "document.querySelector('#source').value.includes('said')"
        )

        member.write(f"{member.text().rstrip()}\n\nWell put.")
        member.press_post()

        post = member.own("Well put.")
        # All of the post just above was quoted, so it is folded.
        post.get_by_text("All of the post above").click()
        assert "The opening post." in post.locator("figure.quote").inner_text()
        assert post.locator("figure.quote").get_by_text("Verified quote").count() == 1
        post.locator("figure.quote a.name").click()
        member.page.wait_for_url(re.compile("#post-"))
        assert (
            member.page.locator("article.post:target").get_attribute("data-post-number")
            == "1"
        )


class TestEditing:
    def test_a_correction_says_that_there_was_one_and_why(self, member):
        post = member.post("The gate closed at nine.")
        menu_of(post).get_by_role("link", name="Edit", exact=True).click()
        member.page.wait_for_url(re.compile("/edit/"))
        member.write("The gate closed at ten.")
        member.page.get_by_label("What did you change?").fill("had the hour wrong")
        member.page.get_by_role("button", name="Save changes").click()

        member.page.wait_for_url(re.compile("#post-"))
        post = member.own("The gate closed at ten.")
        assert f"Edited by {member.name}" in post.inner_text()
        assert "had the hour wrong" in post.inner_text()
        post.get_by_role("link", name="See changes").click()
        assert member.page.locator("main del").inner_text().endswith("nine")
        assert member.page.locator("main ins").inner_text().endswith("ten")
        member.page.get_by_role("link", name="Whole texts").click()
        main = member.page.locator("main")
        expect(main).to_contain_text("The gate closed at nine.")

    def test_a_preview_shows_the_post_and_keeps_the_text(self, member):
        member.write("It was **loud**.")
        if member.has_script:
            member.page.get_by_role("toolbar").wait_for()  # it brings its own button
        member.page.get_by_role("button", name="Preview").click()

        member.page.locator(".prose strong", has_text="loud").wait_for()
        assert member.text() == "It was **loud**."


class TestPermanentAddress:
    def test_link_to_comment_leads_to_the_post_wherever_it_stands(
        self, member, person, topic
    ):
        post = member.post("Worth linking to.")
        link = menu_of(post).get_by_role("link", name="Link to comment")
        address = link.get_attribute("href")
        link.click()
        member.page.wait_for_url(re.compile("#post-"))

        somebody = person()
        somebody.page.goto(address)

        target = somebody.page.locator("article.post:target")
        assert "Worth linking to." in target.inner_text()
        assert somebody.page.url.endswith(f"#{target.get_attribute('id')}")
        assert f"/post/{target.get_attribute('data-post-id')}/" == address


class TestTwoAtOnce:
    def test_both_posts_are_there_under_numbers_of_their_own(
        self, member, person, topic, visitor
    ):
        other = person().sign_up()
        other.page.goto(topic)
        member.write("I say the one thing.")
        other.write("I say the other thing.")

        for one in (member, other):
            one.page.get_by_role("button", name="Post reply").click(no_wait_after=True)
        for one in (member, other):
            one.page.wait_for_url(re.compile("#post-"))

        page = visitor.get(topic).text
        assert page.count("I say the one thing.") == 1
        assert page.count("I say the other thing.") == 1
        assert post_numbers(page) == [1, 2, 3]


class TestSmallActs:
    def test_a_reaction_is_counted_and_can_be_taken_back(self, member):
        opening = member.page.locator("article.post").first
        opening.locator("summary", has_text="React").click()
        opening.get_by_role("button", name="Thanks").click()

        # With script the page stays; without, it comes again at the post.
        mine = member.page.locator("fieldset .choice", has_text="Thanks")
        assert mine.inner_text().split() == ["Thanks", "1"]
        assert mine.get_attribute("aria-pressed") == "true"
        mine.click()
        mine.wait_for(state="detached")

    def test_a_topic_can_be_followed_and_left_again(self, member):
        member.page.get_by_role("button", name="Follow this topic").click()
        stop = member.page.get_by_role("button", name="You follow this topic. Stop")
        assert stop.get_attribute("aria-pressed") == "true"

        stop.click()

        follow = member.page.get_by_role("button", name="Follow this topic")
        expect(follow).to_be_visible()

    def test_what_is_new_is_marked_until_all_is_marked_as_read(
        self, member, rostra, topic
    ):
        writer = rostra.visitor().sign_up(f"Writer for {member.name}")
        assert writer.reply(topic, "Something new.").status == 303
        member.page.goto("/unread/")
        assert member.page.locator(f'li.unread a[href^="{topic}"]').count() >= 1

        with member.page.expect_navigation():
            member.page.get_by_role("button", name="Mark all topics as read").click()

        member.page.goto("/unread/")
        assert member.page.locator("li.unread").count() == 0
