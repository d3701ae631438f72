from rostra.transfer.converters.ubuntu import convert


def quote_of(body: str, *earlier: str) -> tuple[str, str]:
    """The words of the only quote, and what stands outside it."""
    written = convert(body, earlier)
    lines = written.source.split("\n")
    inside = [line[2:] for line in lines if line.startswith("> ")]
    outside = [line for line in lines if line and not line.startswith(">")]
    return "\n".join(line for line in inside if "\ue000" not in line), "\n".join(
        outside
    )


def test_a_quote_goes_on_as_long_as_the_quoted_post_does():
    earlier = "A first line of some length.\n\nA second one. Not 2.6?"
    body = f"> **scott said:**\n> {earlier}Yes, as I said."

    assert quote_of(body, earlier) == (
        "A first line of some length.\nA second one. Not 2.6?",
        "Yes, as I said.",
    )


def test_a_quote_that_stands_nowhere_is_its_first_line():
    body = "> **scott said:**\n> Something else entirely\nMy answer"

    assert quote_of(body, "Not this") == ("Something else entirely", "My answer")


def test_lines_in_code_that_begin_with_an_angle_are_no_quotes():
    written = convert("```\n> prompt\n```")

    assert written.source == "```\n> prompt\n```"


def test_code_may_be_followed_by_words_on_its_line():
    assert convert("```\nls\n```then go on").source == "```\nls\n```\n\nthen go on"


def test_left_over_bbcode_is_read_and_entities_are_resolved():
    body = '[COLOR="Blue"]kernel[/COLOR]h &#8217;tis [I]crossed [B]x[/I][/B] <ctrl>'

    assert convert(body).source == "kernelh ’tis *crossed* ***x*** \\<ctrl>"


def test_links_have_two_forms():
    body = 'see [here]("http://a.example/x") and [www.b.example](www.b.example)'

    assert convert(body).source == (
        "see [here](http://a.example/x) and [www.b.example](http://www.b.example)"
    )


def test_attachments_without_files_are_told():
    written = convert("look: [ATTACH=CONFIG]272704[/ATTACH]")

    assert written.source == "look: (attachment 272704)"
    assert written.losses == ("attachment",)
