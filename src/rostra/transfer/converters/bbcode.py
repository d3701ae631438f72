"""BBCode to Markdown: a tokenizer that drives the writer, without recursion.

Tags may be unclosed, crossed or nested thousands deep. Words in brackets that are no
known tag are words. Sources: the BBCode guides of phpBB 3, vBulletin, SMF 2, XenForo
and XMB.
"""

import re
from collections.abc import Callable

from rostra.transfer.text.writer import Writer, Written

_MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
    "spoiler": "spoiler",
    "hide": "spoiler",
    "hidden": "spoiler",
    "ispoiler": "spoiler",
    "spoil": "spoiler",
}
_RAW = frozenset(
    {"code", "php", "html", "codebox", "pre", "sql", "xml", "css", "icode"}
)
_PLAIN = frozenset({"noparse", "nobbc", "plain"})
_LINKED = frozenset({"img", "image", "thumb", "attachimg"})
_MEDIA = frozenset(
    {"media", "youtube", "video", "embed", "ame", "flash", "mp3", "audio", "vimeo"}
)
_FILMS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
}
_SILENT = frozenset(
    {
        *(
            "u",
            "color",
            "colour",
            "size",
            "font",
            "face",
            "highlight",
            "center",
            "left",
        ),
        *("right", "justify", "indent", "align", "sub", "sup", "tt", "rtl", "ltr"),
        *(
            "anchor",
            "glow",
            "shadow",
            "move",
            "noindex",
            "acronym",
            "abbr",
            "background",
        ),
        *(
            "bgcolor",
            "small",
            "big",
            "ins",
            "span",
            "div",
            "p",
            "h",
            "blink",
            "marquee",
        ),
        *("user", "member", "mention", "threadid", "title"),
    }
)
_HEADINGS = {"h1": 2, "h2": 3, "h3": 4, "h4": 5, "h5": 6, "h6": 6, "heading": 3}
_BLOCKS = {
    "list": "list",
    "ul": "list",
    "ol": "list",
    "li": "item",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "quote": "quote",
    "blockquote": "quote",
}
_ORDERED = frozenset({"1", "a", "A", "i", "I", "decimal"})
_URLS = frozenset({"url", "link", "email", "iurl", "ftp", "thread", "post"})
_NOTES = frozenset({"attach", "attachment"})
_WHOLE = _RAW | _PLAIN | _LINKED | _MEDIA | _NOTES
KNOWN = frozenset().union(
    *(
        _MARKS,
        _RAW,
        _PLAIN,
        _LINKED,
        _MEDIA,
        _SILENT,
        _HEADINGS,
        _BLOCKS,
        _URLS,
        _NOTES,
    ),
    {"hr", "br", "*"},
)
_TAG = re.compile(
    r"""\[(?P<end>/?)(?P<name>[a-z][a-z0-9]{0,11})(?::[0-9a-z]{5,10})?
    (?P<rest>(?:
        [=\s:](?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\]\n"']){0,500}
        |[=\s][^\]\n]{0,500}
    )?)\]
    | \[(?P<star>\*)(?::\w{5,10})?\]""",
    re.IGNORECASE | re.VERBOSE,
)
"""Bounded, so that a thousand tags without an end cost no more than their length."""
_OPTION = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+?))(?=[\s,;]|$)""")
_SMF_POST = re.compile(r"msg(\d+)")
_XF_POST = re.compile(r"""^(?P<name>.*?),\s*post:\s*(?P<post>\d+)""")
_VB_POST = re.compile(r"^(?P<name>.*?);\s*n?(?P<post>\d+)$", re.DOTALL)


def convert(source: str, base: str = "") -> Written:
    """A post's BBCode as Markdown; `base` is the address its links are meant from."""
    writer = Writer(base)
    reader = BBCode(writer)
    reader.feed(source.replace("\r\n", "\n").replace("\r", "\n"))
    return writer.finish()


def words_only(writer: Writer, text: str) -> None:
    """Write plain text in which a new line is a new line."""
    first, *rest = text.split("\n")
    writer.text(first)
    for line in rest:
        writer.line_break()
        writer.text(line)


class BBCode:
    """Feeds a writer from BBCode, piece by piece; tags may end in a later piece.

    `say` writes the words between tags (plain lines unless told otherwise).
    """

    def __init__(
        self, writer: Writer, say: Callable[[Writer, str], None] = words_only
    ) -> None:
        self._writer = writer
        self._say = say
        self._text = ""
        self._ends: dict[str, int] = {}

    def feed(self, text: str) -> None:
        """Read a piece of text with its tags."""
        self._text, self._ends = text, {}
        place = seen = 0
        while tag := _TAG.search(text, seen):
            name = (tag["name"] or "*").lower()
            seen = tag.end()
            if name not in KNOWN:
                seen = tag.start() + 1
                continue
            self._words(text[place : tag.start()])
            if not tag["end"] and name in _WHOLE:
                seen = self._whole(name, tag["rest"] or "", seen)
            elif tag["end"]:
                self._close(name)
            else:
                self._open(name, tag["rest"] or "", seen)
            place = seen
        self._words(text[place:])

    def _words(self, text: str) -> None:
        if text:
            self._say(self._writer, text)

    def _end_of(self, name: str, place: int) -> int:
        """Where the next closing tag of this name begins; -1 if there is none."""
        end = self._ends.get(name, 0)
        if 0 <= end <= place:
            closing = re.compile(rf"\[/{name}\b", re.IGNORECASE)
            match = closing.search(self._text, place)
            end = self._ends[name] = match.start() if match else -1
        return end

    def _whole(self, name: str, rest: str, place: int) -> int:
        """A tag whose inside is not BBCode. Returns where to read on."""
        end = self._end_of(name, place)
        if end < 0:
            return place
        inside = self._text[place:end]
        close = self._text.find("]", end)
        after = close + 1 if close >= 0 else len(self._text)
        if name in _RAW:
            self._raw(name, rest, inside)
        elif name in _PLAIN:
            self._words(inside)
        elif name in _LINKED:
            self._writer.image(inside, "")
        elif name in _NOTES:
            self._writer.losses.append("attachment")
            self._writer.text(f"(attachment {inside.strip()})")
        else:
            self._media(name, inside.strip())
        return after

    def _raw(self, name: str, rest: str, inside: str) -> None:
        if name == "icode" or (name == "code" and rest.lower() == "=inline"):
            self._writer.open_mark("code")
            self._writer.text(inside)
            self._writer.close_mark("code")
        else:
            language = name if name in ("php", "html", "sql", "xml", "css") else ""
            self._writer.code(inside, language)

    def _media(self, name: str, inside: str) -> None:
        if name in _FILMS and re.fullmatch(r"[\w-]{5,20}", inside):
            inside = _FILMS[name] + inside
        self._link(inside, inside)

    def _link(self, url: str, words: str) -> None:
        self._writer.open_link(url)
        self._writer.text(words)
        self._writer.close_link()

    def _open(self, name: str, rest: str, place: int) -> None:
        writer = self._writer
        if name in _MARKS:
            self._open_mark(_MARKS[name], rest)
        elif name in _URLS:
            writer.open_link(_target(name, rest, self._inside(name, place)))
        elif name == "quote" or name == "blockquote":
            author, post = quoted(rest)
            writer.open("quote", author=author, post=post)
        elif name in ("*", "li"):
            self._open_item(name)
        elif name in _BLOCKS:
            kind = rest.strip(" =\"'")
            is_ordered = name == "ol" or (name == "list" and kind in _ORDERED)
            writer.open(_BLOCKS[name], ordered=is_ordered)
        elif name in _HEADINGS:
            writer.paragraph()
        elif name == "hr":
            writer.rule()
        elif name == "br":
            writer.line_break()

    def _open_item(self, name: str) -> None:
        writer = self._writer
        if name == "*" and not writer.is_open("list"):
            # A list whose own tag somebody cut off.
            writer.line_break()
            writer.text("• ")
            return
        if writer.innermost == "item":
            writer.close("item")
        writer.open("item")

    def _open_mark(self, mark: str, rest: str) -> None:
        title = rest.strip(" =\"'")
        if mark == "spoiler" and title:
            # What a spoiler is about may be read by everybody.
            self._writer.paragraph()
            self._writer.open_mark("bold")
            self._writer.text(title)
            self._writer.close_mark("bold")
            self._writer.paragraph()
        self._writer.open_mark(mark)

    def _inside(self, name: str, place: int) -> str:
        """The words up to the closing tag, if they may be an address."""
        end = self._end_of(name, place)
        return self._text[place:end].strip() if 0 <= end - place < 2000 else ""

    def _close(self, name: str) -> None:
        writer = self._writer
        if name in _MARKS:
            writer.close_mark(_MARKS[name])
        elif name in _URLS:
            writer.close_link()
        elif name in _BLOCKS:
            writer.close(_BLOCKS[name])
        elif name in _HEADINGS:
            writer.heading(_HEADINGS[name])


def quoted(rest: str) -> tuple[str, str]:
    """Author and post id from what stands after `quote` in a tag, either may be empty.

    Knows `="name"`, `=name;123` (vBulletin), `="name, post: 123"` (XenForo),
    `author=name link=…msg123` (SMF) and `="name" post_id=123` (phpBB).
    """
    rest = rest.strip()
    options = {
        key.lower(): double or single or bare
        for key, double, single, bare in _OPTION.findall(rest)
    }
    author = options.get("author") or options.get("name") or ""
    if not author and rest.startswith("="):
        match = re.match(r"""=\s*(?:"([^"]*)"|'([^']*)'|(.*))""", rest, re.DOTALL)
        author = next((part for part in match.groups() if part), "") if match else ""
    elif options.get("author") and "link=" in rest:
        # SMF writes names with spaces bare.
        author = rest[rest.find("author=") + 7 :].split(" link=")[0].strip("\"'")
    post = options.get("post_id") or options.get("post") or ""
    if found := _SMF_POST.search(options.get("link", "")):
        post = found[1]
    for shape in (_XF_POST, _VB_POST):
        if found := shape.match(author):
            author, post = found["name"], post or found["post"]
    return author.strip().removeprefix("@"), post if post.isdigit() else ""


def _target(name: str, rest: str, inside: str) -> str:
    """Where a link goes: what the tag says, or else the words inside it."""
    url = rest.strip().lstrip("=").strip().strip("\"'") or inside
    if name == "email":
        return f"mailto:{url.removeprefix('mailto:')}"
    return f"http://{url}" if url.lower().startswith("www.") else url
