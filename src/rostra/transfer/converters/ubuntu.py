"""The half-converted Markdown of the Ubuntu Forums archive to proper Markdown.

Only what its exporter wrote counts as markup: fences, bold and italic, links, the two
forms of quotes, and the BBCode it left over. All else is words, whatever it looks like.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rostra.transfer.converters.bbcode import BBCode, words_only
from rostra.transfer.text.writer import Writer, Written

_QUOTE = re.compile(
    r"^> (?:\*\*(?P<name>[^\n]{1,200}?) said:\*\*[ ]*\n>[ ]?)?(?P<line>[^\n]*)"
    r"|(?<=:)> (?P<inline>[^\n]+)",
    re.MULTILINE,
)
_FENCE = re.compile(r"```(.*?)```", re.DOTALL)
_INLINE = re.compile(
    r"""(?P<u>_?)\[(?P<words>[^\[\]\n]{1,2000})\]
        \((?:"(?P<quoted>[^"\n]{1,2000})"|(?P<url>[^\s()"]{1,2000}))\)(?P=u)
    | (?P<stars>\*{2,3})(?P<bold>[^*\n]{1,2000})(?P=stars)
    | (?:^|(?<=[\s("\[>]))\*(?P<italic>[^\s*](?:[^*\n]{0,2000}[^\s*])?)\*
        (?=[\s.,;:!?)"\]]|$)
    | (?:^|(?<=[\s("\[>\]]))_(?P<under>[^\s_\[](?:[^_\n]{0,500}[^\s_])?)_
        (?=[\s.,;:!?)"\]\[]|$)""",
    re.VERBOSE | re.MULTILINE,
)
_TAIL = re.compile(r"[).,;:]+$")
_SHORTEST_PROOF = 12
_FARTHEST = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a body: words, or a quote of somebody (whose name may be empty)."""

    text: str
    is_quote: bool = False
    author: str = ""


def convert(body: str, earlier: Sequence[str] = ()) -> Written:
    """One post's body as Markdown.

    The exporter marked only the first line of a quote. `earlier` are the bodies of the
    posts before, in order, with plain line ends: where the quoted words stand in one, the quote goes on as long as
    this body does.
    """
    writer = Writer()
    reader = BBCode(writer, say=_say)
    for part in parts_of(_plain_lines(body), earlier):
        if part.is_quote:
            writer.open("quote", author=part.author, post="")
        _with_fences(reader, writer, part.text)
        if part.is_quote:
            writer.close("quote")
    return writer.finish()


def _plain_lines(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def parts_of(body: str, earlier: Sequence[str]) -> Iterator[Part]:
    """The body cut into words and quotes, in order."""
    place = 0
    fenced = [match.span() for match in _FENCE.finditer(body)]
    for match in _QUOTE.finditer(body):
        start = match.start()
        if start < place or any(a <= start < b for a, b in fenced):
            continue
        if body[place:start].strip():
            yield Part(body[place:start])
        first = match["inline"] or match["line"] or ""
        begins = match.end() - len(first)
        place = begins + _length_of_quote(body[begins:], first, earlier)
        text = body[begins:place].replace("\n> ", "\n")
        yield Part(text, is_quote=True, author=html.unescape(match["name"] or ""))
    if body[place:].strip():
        yield Part(body[place:])


def _length_of_quote(text: str, first: str, earlier: Sequence[str]) -> int:
    """How much of the text is quote: all that goes on as an earlier post does."""
    longest = len(first)
    words = first.strip()
    skipped = len(first) - len(first.lstrip())
    # The post before is quoted most often; in very long topics nobody looks further.
    for body in islice(reversed(earlier), _FARTHEST) if words else ():
        found = body.find(words)
        if found >= 0 and (found == 0 or len(words) >= _SHORTEST_PROOF):
            length = _shared(text[skipped:], body[found:])
            if length >= _SHORTEST_PROOF:
                return max(longest, skipped + length)
    return longest


def _shared(one: str, other: str) -> int:
    """How far two texts go on alike, to the end of a line of either."""
    alike = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        alike += 1
    ends = (one[alike : alike + 1], other[alike : alike + 1])
    return alike if "\n" in ends or "" in ends else max(one.rfind("\n", 0, alike), 0)


def _with_fences(reader: BBCode, writer: Writer, text: str) -> None:
    for place, piece in enumerate(_FENCE.split(text)):
        if place % 2:
            writer.code(piece)
        else:
            reader.feed(piece.replace("```", "\n"))


def _say(writer: Writer, text: str) -> None:
    """Write words with the exporter's own emphasis and links."""
    place = 0
    for match in _INLINE.finditer(text):
        words_only(writer, _words(text[place : match.start()]))
        place = match.end()
        if match["words"]:
            _link(writer, match["words"], match["quoted"] or match["url"])
        else:
            _marked(writer, match)
    words_only(writer, _words(text[place:]))


def _marked(writer: Writer, match: re.Match[str]) -> None:
    # The exporter wrote underlined words between underscores; there is no mark for it.
    name = next(name for name in ("bold", "italic", "under") if match[name])
    marks = ("bold", "italic") if match["stars"] == "***" else (name,)
    for mark in marks:
        writer.open_mark(mark)
    _say(writer, match[name])
    for mark in marks:
        writer.close_mark(mark)


def _link(writer: Writer, words: str, url: str) -> None:
    words, url = _words(words), _words(url)
    tail = ""
    if words == url and (found := _TAIL.search(url)):
        tail = found.group()
        words = url = url[: -len(tail)]
    writer.open_link(f"http://{url}" if url.lower().startswith("www.") else url)
    writer.text(words)
    writer.close_link()
    writer.text(tail)


def _words(text: str) -> str:
    """Words with the entities that old versions of the forum stored, resolved."""
    return html.unescape(html.unescape(text))
