"""The HTML that forum engines serve as a post's body, to Markdown.

One walk down and up the parsed tree, without recursion. Nothing of the HTML gets
through: words are escaped, and only known elements become marks.
"""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rostra.transfer.converters import html_quotes, pictures
from rostra.transfer.converters.bbcode import KNOWN, BBCode
from rostra.transfer.text.writer import Writer, Written

DEEPEST = 2000
"""Elements inside one another beyond which a body is read without its markup."""

_LEFT_OVER = re.compile(r"\[/?(?:\*|[a-zA-Z]{1,10})[^\[\]\n]{0,300}\]")
_TOKEN = re.compile(r"<(/?)[a-zA-Z]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "cite": "italic",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
}
_CODE_MARKS = frozenset({"code", "tt", "kbd", "samp"})
_UNSEEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "select",
        "svg",
        "button",
    }
)
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "center", "dl", "dt", "dd", "fieldset", "legend"}
    | {
        "figure",
        "figcaption",
        "form",
        "aside",
        "header",
        "footer",
        "address",
        "summary",
    }
)
_LISTS = frozenset({"ul", "ol"})
_TABLE_PARTS = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_UNSEEN_CLASSES = frozenset(
    {
        "messageTextEndMarker",
        "quoteExpand",
        "bbCodeBlock-expandLink",
        "ipsQuote_citation",
    }
    | {"js-extraPhrases", "contentRow-minor", "shimmer", "sphide", "attribution"}
    | {"codeheader", "bbCodeBlock-title", "u-anchorTarget", "bbcode_description"}
    | {"sig", "contentRow-figure", "js-unfurl-figure", "aeva_q"}
)
_SPOILERS = frozenset(
    {"bbCodeSpoiler", "bbCodeSpoilerContainer", "ipsSpoiler", "ipsStyle_spoiler"}
    | {
        "spoiler",
        "sp-wrap",
        "bbc_spoiler",
        "bbCodeSpoiler-content",
        "bbCodeInlineSpoiler",
    }
)
Leave = Callable[[], None]


def convert(source: str, base: str = "") -> Written:
    """A post's HTML as Markdown; `base` is the address its links are meant from."""
    writer = Writer(base)
    if _depth(source) > DEEPEST:
        writer.losses.append("markup nested too deep")
        source = _ANY_TAG.sub(" ", source)
    body = LexborHTMLParser(source).body
    if body is not None:
        _Walk(writer).down(body)
    return writer.finish()


def _depth(source: str) -> int:
    """An upper bound of how deep elements lie in one another."""
    if source.count("<") < DEEPEST:
        return 0
    deepest = depth = 0
    for match in _TOKEN.finditer(source):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


class _Walk:
    """One pass over a tree, telling a writer what it meets."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._bbcode = BBCode(writer, say=Writer.text)
        self._skipped: set[int] = set()

    def down(self, top: LexborNode) -> None:
        """Everything inside the node, in order."""
        open_nodes: list[tuple[LexborNode | None, Leave | None]] = []
        node = top.first_child
        while node is not None or open_nodes:
            if node is None:
                node, leave = open_nodes.pop()
                if leave:
                    leave()
                continue
            following = node.next
            enters, leave = self._enter(node)
            if enters and node.first_child is not None:
                open_nodes.append((following, leave))
                node = node.first_child
            else:
                if leave:
                    leave()
                node = following

    def _enter(self, node: LexborNode) -> tuple[bool, Leave | None]:
        """Begin a node; tells whether to go inside, and what to do on leaving it."""
        tag = node.tag or "-"
        if tag == "-text":
            self._words(node.text_content or "")
            return False, None
        if tag in _UNSEEN or tag[:1] == "-" or node.mem_id in self._skipped:
            return False, None
        if tag == "br":
            self._writer.line_break()
            return False, None
        if tag in _MARKS:
            return True, self._mark(_MARKS[tag])
        return self._enter_element(node, tag)

    def _words(self, words: str) -> None:
        if "[" in words and _has_left_over(words):
            self._bbcode.feed(words)
        else:
            self._writer.text(words)

    def _mark(self, mark: str) -> Leave:
        self._writer.open_mark(mark)
        return lambda: self._writer.close_mark(mark)

    def _enter_element(self, node: LexborNode, tag: str) -> tuple[bool, Leave | None]:
        classes = node.attributes.get("class") or ""
        names = frozenset(classes.split())
        if names & _UNSEEN_CLASSES or html_quotes.is_quote_header(classes):
            return False, None
        if "data-excludequote" in node.attributes and self._edit(node):
            return False, None
        if quote := html_quotes.found(node, tag, classes):
            return True, self._quote(quote)
        if names & _SPOILERS or tag == "details":
            return True, self._spoiler(node)
        if tag in ("pre", "textarea") or "codemessage" in names:
            return self._code(node)
        if tag == "td" and "code" in names:
            return False, None
        if tag == "a":
            return self._link(node)
        if tag in ("img", "iframe", "video", "audio", "embed", "object", "source"):
            return self._seen(node, tag)
        return self._enter_block(node, tag)

    def _enter_block(self, node: LexborNode, tag: str) -> tuple[bool, Leave | None]:
        writer = self._writer
        if tag in _CODE_MARKS:
            return True, self._mark("code")
        if tag in _PARAGRAPHS:
            if "lbContainer" in (node.attributes.get("class") or ""):
                # XenForo wraps pictures in lines of text in these.
                return True, None
            writer.paragraph()
            return True, writer.paragraph
        if tag in _LISTS:
            writer.open("list", ordered=tag == "ol", start=_start(node))
            return True, lambda: writer.close("list")
        if tag == "li":
            writer.open("item")
            return True, lambda: writer.close("item")
        if tag in _TABLE_PARTS:
            kind = _TABLE_PARTS[tag]
            writer.open(kind)
            return True, lambda: writer.close(kind)
        if tag == "hr":
            writer.rule()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            writer.paragraph()
            return True, lambda: writer.heading(int(tag[1]))
        return True, None

    def _quote(self, quote: html_quotes.FoundQuote) -> Leave:
        self._skipped |= quote.skipped
        self._writer.open("quote", author=quote.author, post=quote.post)
        return lambda: self._writer.close("quote")

    def _edit(self, node: LexborNode) -> bool:
        """Invision tells in the text when it was edited; kept as a fact, not as words."""
        time = node.css_first("time[datetime]")
        if time is None:
            return False
        name = " ".join(node.text().split()).rpartition(" by ")[2].removesuffix(".")
        self._writer.edited = (time.attributes.get("datetime") or "", name)
        return True

    def _spoiler(self, node: LexborNode) -> Leave:
        """Hide what is inside, but for its title, which is for everybody."""
        writer = self._writer
        writer.paragraph()
        title = next((child for child in node.iter() if child.is_element_node), None)
        if title is not None and _is_title(title):
            self._skipped.add(title.mem_id)
            words = title.text(separator=" ")
            if words.strip() and title.tag != "button":
                writer.open_mark("bold")
                writer.text(words)
                writer.close_mark("bold")
                writer.paragraph()
        writer.open_mark("spoiler")

        def leave() -> None:
            writer.paragraph()
            writer.close_mark("spoiler")

        return leave

    def _code(self, node: LexborNode) -> tuple[bool, Leave | None]:
        for line_break in node.css("br"):
            line_break.replace_with("\n")
        self._writer.code(node.text())
        return False, None

    def _link(self, node: LexborNode) -> tuple[bool, Leave | None]:
        attributes = node.attributes
        if hidden := attributes.get("data-cfemail"):
            self._writer.text(pictures.shown_address(hidden))
            return False, None
        url = attributes.get("href") or ""
        is_mention = "data-mentionid" in attributes or "username" in (
            attributes.get("class") or ""
        )
        if is_mention:
            return True, None
        picture = node.css_first("img")
        if picture is not None and pictures.is_enlarged(node, url):
            self._writer.image(url, picture.attributes.get("alt") or "")
            return False, None
        self._writer.open_link(url)
        return True, self._writer.close_link

    def _seen(self, node: LexborNode, tag: str) -> tuple[bool, Leave | None]:
        """A picture, a smiley, or something embedded, which becomes a link."""
        attributes = node.attributes
        if attributes.get("data-cfemail"):
            return False, None
        if tag == "img":
            smiley = pictures.smiley(attributes)
            if smiley is not None:
                self._writer.text(smiley)
            else:
                self._writer.image(
                    pictures.address(attributes), attributes.get("alt") or ""
                )
            return False, None
        if tag == "source" or node.css_first("a") is not None:
            return True, None
        url = pictures.embedded(node)
        if url:
            self._writer.paragraph()
            self._writer.open_link(url)
            self._writer.text(url)
            self._writer.close_link()
            self._writer.paragraph()
        return False, None


def _is_title(node: LexborNode) -> bool:
    classes = (node.attributes.get("class") or "").lower()
    return node.tag in ("h2", "h3", "h4", "summary", "button", "legend") or any(
        word in classes for word in ("header", "title", "sp-head")
    )


def _has_left_over(words: str) -> bool:
    """Whether a tag of BBCode stands in words that should have been HTML."""
    return any(
        re.split(r"[^a-z*]", match.group()[1:].lstrip("/").lower())[0] in KNOWN
        for match in _LEFT_OVER.finditer(words)
    )


def _start(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if start.isdigit() and len(start) < 9 else 1
