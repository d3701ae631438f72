"""What is said of a post, and what can be done with it, stands in one line."""

import pytest

from tests.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]

# As a member has it who reads German.
GERMAN = """actions => {
  const words = ["Antworten", "Zitieren", "Reagieren", "Mehr"];
  const named = [...actions.querySelectorAll(":scope > a, :scope > .menu > summary")];
  named.forEach((button, place) => {
    button.replaceChildren(...button.querySelectorAll(".icon"), ` ${words[place]}`);
  });
  actions.querySelector(".terse").textContent = "Quelle?";
  return [...actions.children].map(child => child.getBoundingClientRect().top);
}"""


@pytest.fixture
def has_script():
    return True


def test_five_things_to_do_fit_one_line_of_a_phone_in_long_words(person, topic):
    somebody = person(viewport=PHONE, has_touch=True).sign_up()
    somebody.page.goto(topic)
    actions = somebody.page.locator("article.post .actions").first
    actions.locator("[data-act=also]").wait_for()

    tops = actions.evaluate(GERMAN)

    assert len(tops) == 6
    assert max(tops) - min(tops) < 4


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_number_stands_at_the_end_of_the_line_with_the_version(person, topic, size):
    somebody = person(viewport=size).sign_up()
    somebody.page.goto(topic)
    stamp = somebody.page.locator("article.post .stamp").first

    time, answered, number, line = stamp.evaluate("""line => {
      const said = document.createElement("a");
      said.className = "answered";
      said.href = "#";
      said.innerHTML = '<span class="long">antwortet auf Fassung 1</span>'
        + '<span class="terse">F1</span>';
      line.insertBefore(said, line.lastElementChild);
      const box = element => element.getBoundingClientRect().toJSON();
      return [...[...line.children].map(box), box(line)];
    }""")

    assert time["right"] <= answered["left"] < answered["right"] <= number["left"]
    assert abs(number["right"] - line["right"]) < 2
    assert abs(number["bottom"] - answered["bottom"]) < 4


def test_what_is_said_of_sources_stands_evenly_under_each(person, topic):
    somebody = person(viewport=PHONE).sign_up()
    somebody.page.goto(topic)

    lefts = somebody.page.locator("article.post .content").first.evaluate("""content => {
      const row = (title) => `<li><span><a href="#">${title}</a></span> <span class="meta">
        <span class="flag">passage found</span> <a href="#">About it</a></span></li>`;
      content.insertAdjacentHTML("beforeend", `<div class="sources"><ul role="list">
        ${row("Log")}${row("Minutes of the harbour office")}</ul></div>`);
      const said = content.querySelectorAll(".sources .meta");
      return [...said].map(one => one.getBoundingClientRect().left);
    }""")

    assert lefts[0] == lefts[1]


def test_the_signs_between_breadcrumbs_stand_beside_what_they_lead_to(person, topic):
    somebody = person(viewport=PHONE).sign_up()
    somebody.page.goto(topic)

    heights = somebody.page.locator(".crumbs li").last.evaluate("""item => {
      const link = item.querySelector("a");
      link.textContent = "Ede Barrier closed two hours late on night of surge, pilots say";
      return [item.offsetHeight, link.offsetHeight];
    }""")

    assert heights[0] - heights[1] < 8


def test_what_is_said_of_a_story_on_the_front_page_is_kept_apart(person, topic):
    somebody = person().sign_up()
    somebody.page.goto(topic)

    signs = somebody.page.locator("main").evaluate("""main => {
      main.insertAdjacentHTML("beforeend", `<div class="front"><p class="meta">
        <span class="flag">2 claims disputed</span> <span class="flag">1 prediction due</span>
        </p></div>`);
      const flags = [...main.querySelectorAll(".front .flag")];
      return flags.map(flag => getComputedStyle(flag, "::after").content);
    }""")

    assert signs == ['"·"', "none"]
