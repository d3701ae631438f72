"""From a Markdown tree to HTML."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.inlines import Mention, outside_link, words_html
from rostra.foundation.markup.limits import MOST_CELLS, MOST_COLUMNS
from rostra.foundation.markup.quote_cards import (
    Attribution,
    QuoteFound,
    attribution_of,
    card,
    words_in,
)
from rostra.foundation.markup.spoilers import with_spoilers
from rostra.foundation.markup.tree import Node, text_of

_BLOCKS = {
    "Paragraph": '<p dir="auto">{}</p>\n',
    "Item": '<li dir="auto">{}</li>\n',
    "BlockQuote": '<blockquote dir="auto">\n{}</blockquote>\n',
    "Emphasis": "<em>{}</em>",
    "Strong": "<strong>{}</strong>",
    "Strikethrough": "<del>{}</del>",
    "Spoiler": '<span class="spoiler" tabindex="0">{}</span>',
    "TableRow": "<tr>{}</tr>\n",
    "break": "<br>\n",
    "rule": "<hr>\n",
}


class Renderer:
    """Renders one text, and remembers what it met on the way."""

    def __init__(self, names: Mapping[str, Mention], states: Mapping[int, str]) -> None:
        self._names = names
        self._states = states
        self._in_link = 0
        self._in_quote = 0
        self.quotes: list[QuoteFound] = []
        self.mentions: list[str] = []

    def kids(self, node: Node) -> str:
        """The HTML of all that is in a node."""
        kids = node.kids
        if node.kind in ("Paragraph", "Item", "TableCell", "Heading"):
            kids = with_spoilers(kids)
        out: list[str] = []
        words: list[str] = []
        for kid in kids:
            # The parser cuts words at every character that might have meant something.
            if isinstance(kid, str):
                words.append(kid)
                continue
            if words:
                out.append(self._words("".join(words)))
                words = []
            out.append(self._node(kid))
        if words:
            out.append(self._words("".join(words)))
        return "".join(out)

    def _words(self, words: str) -> str:
        if self._in_link:
            return str(escape(words))
        return words_html(words, self._names, self.mentions)

    def _node(self, node: Node) -> str:
        if node.kind == "BlockQuote" and (who := attribution_of(node)):
            return self._quote(node, who)
        if node.kind in _BLOCKS:
            return _BLOCKS[node.kind].format(self.kids(node))
        own = getattr(self, f"_{node.kind.lower()}", None)
        return own(node) if own else self.kids(node)

    def _quote(self, node: Node, who: Attribution) -> str:
        place = len(self.quotes)
        found = QuoteFound(place, who.post_id, who.name, words_in(node))
        self.quotes.append(found)
        self._in_quote += 1
        body = self.kids(Node("Root", kids=node.kids[1:]))
        self._in_quote -= 1
        state = self._states.get(place, "") if who.post_id else ""
        return card(found, state, body, is_inner=self._in_quote > 0)

    def _heading(self, node: Node) -> str:
        # A page's own headings are h1 to h3.
        level = min(int(str(_level(node.arg))[-1]) + 3, 6)
        return f'<h{level} dir="auto">{self.kids(node)}</h{level}>\n'

    def _link(self, node: Node) -> str:
        address = _safe(node.arg["dest_url"])
        self._in_link += 1
        shown = self.kids(node)
        self._in_link -= 1
        if address is None or self._in_link:
            return shown
        if address.startswith(("/", "#")):
            return f'<a href="{escape(address)}">{shown}</a>'
        return outside_link(address, shown)

    def _image(self, node: Node) -> str:
        # Fetching it would tell another host who reads here.
        address = _safe(node.arg["dest_url"])
        words = " ".join(text_of(node).split())
        shown = escape(_("Picture: %(words)s") % {"words": words} if words else _("Picture"))
        if address is None or self._in_link:
            return str(shown)
        return (
            f'<a class="picture" href="{escape(address)}" rel="nofollow ugc noopener">'
            f"{shown}</a>"
        )

    def _list(self, node: Node) -> str:
        if node.arg is None:
            return f"<ul>\n{self.kids(node)}</ul>\n"
        start = f' start="{node.arg}"' if node.arg != 1 else ""
        return f"<ol{start}>\n{self.kids(node)}</ol>\n"

    def _codeblock(self, node: Node) -> str:
        fence = node.arg.get("Fenced", "") if isinstance(node.arg, dict) else ""
        language = fence.split(maxsplit=1)[0].lower() if fence.strip() else ""
        about = f' class="language-{escape(language)}"' if language else ""
        code = escape("".join(text_of(kid) for kid in node.kids))
        return f'<pre tabindex="0"><code{about}>{code}</code></pre>\n'

    def _code(self, node: Node) -> str:
        return f"<code>{escape(text_of(node))}</code>"

    def _table(self, node: Node) -> str:
        rows = [kid for kid in node.kids if isinstance(kid, Node)]
        columns = len(node.arg or ())
        if columns > MOST_COLUMNS or columns * len(rows) > MOST_CELLS:
            return self._plain_table(rows)
        label = escape(_("Table"))
        return (
            f'<div class="table" tabindex="0" role="region" aria-label="{label}">'
            f"<table>{self.kids(node)}</table></div>\n"
        )

    def _plain_table(self, rows: list[Node]) -> str:
        lines = []
        for row in rows:
            cells = [" ".join(text_of(cell).split()) for cell in row.kids]
            lines.append(" | ".join(cells).rstrip(" |"))
        text = escape("\n".join(lines))
        return f'<pre tabindex="0"><code>{text}</code></pre>\n'

    def _tablehead(self, node: Node) -> str:
        cells = "".join(
            f'<th dir="auto">{self.kids(cell)}</th>'
            for cell in node.kids
            if isinstance(cell, Node)
        )
        return f"<thead><tr>{cells}</tr></thead>\n"

    def _tablecell(self, node: Node) -> str:
        return f'<td dir="auto">{self.kids(node)}</td>'


def _level(arg: object) -> object:
    return arg.get("level", "H1") if isinstance(arg, dict) else arg or "H1"


def _safe(address: str) -> str | None:
    """An address that may be linked to; None for any other scheme."""
    address = address.strip()
    lowered = address.lower()
    if lowered.startswith(("http://", "https://", "mailto:")):
        return address
    if address.startswith("#"):
        return address
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path else None
