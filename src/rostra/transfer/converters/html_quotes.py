"""Where the quotes are in the HTML of forum engines, whom they quote and what.

Each engine dresses a quote in its own elements; what tells them apart is given with
each rule. `found` is asked about every block element, once, on the way down.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_POST_IN_URL = re.compile(
    r"(?:[?&;]p(?:id|ost)?=|#(?:post|p|msg|findComment)-?|\.msg|[?&;]id=|/posts?/"
    r"|[?&;]comment=|post-)(\d+)"
)
_FROM = re.compile(
    r"^\s*(?:Quote from|Quote by|Cytat(?: z)?|Citation de|Цитата|Zitat von|Zitat|"
    r"Cita de|Citace|Citát|Citazione di|Quote)\s*:\s*(?P<name>.+?)"
    r"(?:\s+(?:on|w|w dniu|le|от|am|en|dne|dnia|il|в)\s+[^\n]*\d[^\n]*)?\s*$"
)
_SAID = re.compile(
    r"^\s*(?:@)?(?P<name>.+?)\s+(?:wrote|said|a écrit|a dit|napisał\(a\)|napisała?|pisze|"
    r"napsala?|napsal\(a\)|písal|писала?|писал\(а\)|сказала?|сказал\(а\)|schrieb|hat geschrieben|"
    r"escribió|dijo|ha scritto|ha detto|escreveu|skrev|schreef|yazdı)\s*:?\s*[↑]?\s*$"
)
_BY = re.compile(
    r"(?:Originally posted by|Quote:\s*Originally posted by|Сообщение от|Zitat von|"
    r"Originalmente escrito por|Envoyé par|Zamieszczone przez|Původně odesláno|"
    r"Inviato da|Geplaatst door)\s+(?P<name>.+?)\s*$",
    re.IGNORECASE,
)
_CODE_LABELS = ("code", "код", "kod", "php", "html", "quelltext", "código", "codice")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quote; `skipped` are the memory ids of its parts that are not quoted words."""

    author: str
    post: str
    skipped: frozenset[int]


def found(node: LexborNode, tag: str, classes: str) -> FoundQuote | None:
    """The quote that this element is, or None."""
    if tag == "blockquote":
        return _blockquote(node, classes)
    if tag == "div":
        return _division(node, classes)
    if tag == "table" and "quote" in classes.split():
        return _xmb(node)
    return None


def _blockquote(node: LexborNode, classes: str) -> FoundQuote | None:
    if "messageText" in classes or "quoteContainer" in classes:
        return None
    attributes = node.attributes
    if "ipsQuote" in classes:
        skipped = _all(node, ".ipsQuote_citation")
        author = attributes.get("data-ipsquote-username") or attributes.get("data-cite")
        post = attributes.get("data-ipsquote-contentcommentid")
        return _quote(author or _name(_text(skipped)), post, skipped)
    if "bbCodeBlock--quote" in classes:
        skipped = _all(node, ".bbCodeBlock-title, .bbCodeBlock-expandLink")
        source = attributes.get("data-source") or ""
        post = source.partition("post:")[2].strip()
        author = attributes.get("data-quote") or _name(_text(skipped))
        return _quote(author, post or _post(skipped), skipped)
    if cites := _near(node, "cite"):
        return _quote(_cited(cites[0]), _post(cites), cites)
    return _after_header(node) or FoundQuote("", "", frozenset())


def _division(node: LexborNode, classes: str) -> FoundQuote | None:
    names = classes.split()
    if "bbCodeQuote" in names:
        skipped = _all(node, ".attribution, .quoteExpand")
        author = node.attributes.get("data-author") or _name(_text(skipped))
        return _quote(author, _post(skipped), skipped)
    if "bbcode_quote" in names:
        skipped = _all(node, ".bbcode_postedby, .bbcode_quote_container")
        strong = next((n for part in skipped for n in part.css("strong")), None)
        return _quote(strong.text() if strong else "", _post(skipped), skipped)
    if "quote" in names or "quotecontent" in names:
        return None if _inside_quote(node) else _after_header(node)
    if "margin" in (node.attributes.get("style") or ""):
        return _vbulletin3(node)
    return None


def _inside_quote(node: LexborNode) -> bool:
    """XenForo 1 has a div.quote inside the element that was found to be the quote."""
    parent = node.parent
    return parent is not None and "quoteContainer" in (
        parent.attributes.get("class") or ""
    )


def _after_header(node: LexborNode) -> FoundQuote | None:
    """SMF and phpBB 2: the header with the name stands before the quote."""
    header = node.prev
    while header is not None and header.tag in ("-text", "-comment"):
        if header.tag == "-text" and header.text().strip():
            return FoundQuote("", "", frozenset())
        header = header.prev
    if header is None or not is_quote_header(header.attributes.get("class") or ""):
        return FoundQuote("", "", frozenset())
    return _quote(_name(header.text()), _post([header]), [])


def is_quote_header(classes: str) -> bool:
    """Whether this class is that of a line over or under a quote, not of words."""
    return any(
        name in ("quoteheader", "quotefooter", "quotetitle") for name in classes.split()
    )


def _vbulletin3(node: LexborNode) -> FoundQuote | None:
    """A div with a label in small letters, and a table whose one cell is the quote."""
    label, table = _first_two(node)
    if label is None or table is None or table.tag != "table":
        return None
    if "smallfont" not in (label.attributes.get("class") or ""):
        return None
    if label.text().strip().lower().startswith(_CODE_LABELS):
        return None
    cell = table.css_first("td.alt2")
    if cell is None:
        return None
    first, _ = _first_two(cell)
    skipped = [label]
    author = post = ""
    if (
        first is not None
        and first.tag == "div"
        and (by := _BY.search(_flat(first.text())))
    ):
        author, post = by["name"], _post([first])
        skipped.append(first)
    return _quote(author, post, skipped)


def _xmb(node: LexborNode) -> FoundQuote | None:
    header = node.css_first("td.quote")
    if header is None:
        return None
    skipped, words = [header], _flat(header.text())
    quoted = node.css_first("td.quotemessage")
    first = quoted.css_first("em") if quoted is not None else None
    if not _BY.search(words) and first is not None and _BY.search(_flat(first.text())):
        skipped.append(first)
        words = _flat(first.text())
    by = _BY.search(words)
    return _quote(by["name"] if by else "", _post([header]), skipped)


def _first_two(node: LexborNode) -> tuple[LexborNode | None, LexborNode | None]:
    elements = [child for child in node.iter() if child.is_element_node]
    return (*elements[:2], None, None)[:2]


def _near(node: LexborNode, tag: str) -> list[LexborNode]:
    """Children of this element, or of its only wrapper, with one tag."""
    children = list(node.iter())
    if len(children) >= 1 and children[0].tag == "div":
        children = list(children[0].iter())
    return [child for child in children[:2] if child.tag == tag]


def _all(node: LexborNode, selector: str) -> list[LexborNode]:
    return node.css(selector)


def _cited(cite: LexborNode) -> str:
    """The name in a phpBB <cite>: the words of its profile link, or before "wrote"."""
    profile = cite.css_first("a[href*='viewprofile'], a[href*='user'], a.username")
    if profile is not None and profile.text().strip():
        return profile.text().strip()
    return _name(cite.text())


def _name(words: str) -> str:
    """The name in an attribution line, in the languages of forum engines."""
    words = _flat(words).removesuffix("↑").strip()
    for shape in (_FROM, _BY, _SAID):
        if match := shape.search(words):
            return match["name"].strip()
    # "9 minutes ago, scott said:" of Invision.
    return ""


def _post(nodes: Iterable[LexborNode]) -> str:
    """The id of the post that a link in the attribution points to."""
    for node in nodes:
        for link in node.css("a"):
            attributes = link.attributes
            if (attributes.get("data-post-id") or "").isdigit():
                return str(attributes["data-post-id"])
            if match := _POST_IN_URL.search(attributes.get("href") or ""):
                return match[1]
    return ""


def _text(nodes: Iterable[LexborNode]) -> str:
    return next((node.text() for node in nodes), "")


def _flat(words: str) -> str:
    return " ".join(words.split())


def _quote(
    author: str | None, post: str | None, skipped: Iterable[LexborNode]
) -> FoundQuote:
    return FoundQuote(
        _flat(author or ""),
        post if post and post.isdigit() else "",
        frozenset(node.mem_id for node in skipped),
    )
