"""From a Markdown tree to HTML."""

import re
from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.attributions import Attribution, attribution_of
from rostra.foundation.markup.code import Colours
from rostra.foundation.markup.files import File, FilesMet, file_card, picture_shown
from rostra.foundation.markup.headings import levels_of
from rostra.foundation.markup.inlines import RunningWords, literally
from rostra.foundation.markup.link_cards import Cards
from rostra.foundation.markup.link_cards import card as card_of_link
from rostra.foundation.markup.links import link, safe_address
from rostra.foundation.markup.mentions import Mention
from rostra.foundation.markup.notes import mark_html, note_html
from rostra.foundation.markup.plain import picture_words
from rostra.foundation.markup.quote_cards import QuoteFound, card, folded, words_in
from rostra.foundation.markup.tree import BLOCKS, TASK_BOXES, Node, text_of

_PLAIN = {
    "Paragraph": '<p dir="auto">{}</p>\n',
    "HtmlBlock": '<p dir="auto">{}</p>\n',
    "Emphasis": "<em>{}</em>",
    "Strong": "<strong>{}</strong>",
    "Strikethrough": "<del>{}</del>",
    "Spoiler": '<span class="spoiler" tabindex="0">{}</span>',
    "Break": "<br>\n",
    "Rule": "<hr>\n",
}
_ALIGNED = {"Center": ' class="centred"', "Right": ' class="to-end"'}
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}", re.ASCII)


class Renderer:
    """Renders one text, and remembers what it met on the way."""

    def __init__(
        self,
        tree: Node,
        names: Mapping[str, Mention],
        states: Mapping[int, str],
        needless: Collection[int],
        cards: Cards,
        prefix: str,
        files: Mapping[int, File],
    ) -> None:
        self._cards = cards
        self._prefix = prefix
        self._states = states
        self._needless = needless
        self.files = FilesMet(files)
        self.running = RunningWords(names)
        self._levels = levels_of(tree)
        self._colours = Colours()
        self._is_linked = False
        self._quotes_around = 0
        self._is_said = False
        self._alignments: tuple[str, ...] = ()
        self.quotes: list[QuoteFound] = []
        self._led_to: list[str] = []
        self._makers: dict[str, Callable[[Node], str]] = {
            "BlockQuote": self._block_quote,
            "Code": self._code,
            "CodeBlock": self._code_block,
            "Heading": self._heading,
            "HiddenBlocks": self._hidden_blocks,
            "Image": self._image,
            "Item": self._item,
            "Link": self._link,
            "List": self._list,
            "LonelyLink": self._lonely_link,
            "Note": self._note,
            "NoteMark": self._note_mark,
            "Notes": self._notes,
            "Table": self._table,
            "TableHead": self._table_head,
            "TableRow": self._table_row,
            "Task": self._task,
            "TooLargeTable": self._too_large_table,
        }

    def inside(self, node: Node) -> str:
        """The HTML of all that is in a node."""
        return "".join(
            self.running.html(kid, is_linked=self._is_linked)
            if isinstance(kid, str)
            else self._node(kid)
            for kid in node.kids
        )

    def _node(self, node: Node) -> str:
        maker = self._makers.get(node.kind)
        return maker(node) if maker else _PLAIN[node.kind].format(self.inside(node))

    # Blocks

    def _heading(self, node: Node) -> str:
        level = next(self._levels)
        return f'<h{level} dir="auto">{self.inside(node)}</h{level}>\n'

    def _block_quote(self, node: Node) -> str:
        who = attribution_of(node)
        self._quotes_around += 1
        self.running.is_quoted = True
        quote = self._quote_card(node, who) if who else self._plain_quote(node)
        self._quotes_around -= 1
        self.running.is_quoted = self._quotes_around > 0
        # One level is shown, and what is deeper is behind one thing to open.
        return folded(quote, who) if self._quotes_around == 1 else quote

    def _plain_quote(self, node: Node) -> str:
        return f'<blockquote dir="auto">\n{self.inside(node)}</blockquote>\n'

    def _quote_card(self, node: Node, who: Attribution) -> str:
        place = len(self.quotes)
        found = QuoteFound(
            place, who.post_id, who.name, words_in(node, self.running.shown)
        )
        self.quotes.append(found)
        before = len(self._led_to)
        state = self._states.get(place, "") if who.post_id else ""
        was_said, self._is_said = self._is_said, True
        said = self.inside(Node("Said", kids=node.kids[1:]))
        self._is_said = was_said
        if who.post_id:
            self.quotes[place] = found._replace(links=tuple(self._led_to[before:]))
            # What a quote in a quote leads to is judged with that one.
            del self._led_to[before:]
        return card(found, state, said, is_needless=place in self._needless)

    def _hidden_blocks(self, node: Node) -> str:
        return (
            f'<details class="hidden-blocks"><summary>{escape(_("Spoiler"))}</summary>\n'
            f"{self.inside(node)}</details>\n"
        )

    def _list(self, node: Node) -> str:
        if node.arg is None:
            return f"<ul>\n{self.inside(node)}</ul>\n"
        start = f' start="{node.arg}"' if node.arg != 1 else ""
        return f"<ol{start}>\n{self.inside(node)}</ol>\n"

    def _item(self, node: Node) -> str:
        # In a tight list, words and a block can stand side by side: never as one word.
        parts = [
            f"\n{self._node(kid)}"
            if isinstance(kid, Node) and kid.kind in BLOCKS
            else self.inside(Node("Words", kids=[kid]))
            for kid in node.kids
        ]
        return f'<li dir="auto">{"".join(parts)}</li>\n'

    def _notes(self, node: Node) -> str:
        words = escape(_("Notes"))
        return f'<ol class="notes" aria-label="{words}">\n{self.inside(node)}</ol>\n'

    def _note(self, node: Node) -> str:
        return note_html(node.arg, self.inside(node), self._prefix)

    def _task(self, node: Node) -> str:
        words = escape(_("Done") if node.arg else _("Not done"))
        return f'<span role="img" aria-label="{words}">{TASK_BOXES[node.arg]}</span> '

    def _code_block(self, node: Node) -> str:
        fence = node.arg.get("Fenced", "") if isinstance(node.arg, dict) else ""
        language = _LANGUAGE.fullmatch(fence.partition(" ")[0])
        if not language:
            return _verbatim(escape(text_of(node)))
        name = language[0].lower()
        coloured = self._colours.html(text_of(node), name)
        return _verbatim(coloured, f' class="language-{name}"')

    # Tables

    def _table(self, node: Node) -> str:
        self._alignments = tuple(_ALIGNED.get(side, "") for side in node.arg)
        head, *rows = (self._node(row) for row in node.kids if isinstance(row, Node))
        body = f"<tbody>\n{''.join(rows)}</tbody>\n" if rows else ""
        return (
            f'<div class="table" tabindex="0" role="region" '
            f'aria-label="{escape(_("Table"))}"><table>\n{head}{body}</table></div>\n'
        )

    def _table_head(self, node: Node) -> str:
        return f"<thead>\n<tr>{self._cells(node, 'th')}</tr>\n</thead>\n"

    def _table_row(self, node: Node) -> str:
        return f"<tr>{self._cells(node, 'td')}</tr>\n"

    def _cells(self, row: Node, tag: str) -> str:
        cells = zip(self._alignments, row.kids, strict=False)
        return "".join(
            f'<{tag} dir="auto"{side}>{self.inside(cell)}</{tag}>'
            for side, cell in cells
            if isinstance(cell, Node)
        )

    def _too_large_table(self, node: Node) -> str:
        rows = (
            " | ".join(map(text_of, row.kids)).strip(" |")
            for row in node.kids
            if isinstance(row, Node)
        )
        return _verbatim(escape("\n".join(rows)))

    # Spans

    def _code(self, node: Node) -> str:
        return f"<code>{escape(text_of(node))}</code>"

    def _link(self, node: Node) -> str:
        address = safe_address(node.arg["dest_url"])
        file = self.files.at(address)
        if address is None or self._is_linked or not self.running.may_link():
            return self.inside(node)
        if text_of(node) != node.arg["dest_url"]:
            # Where an address is its own words, these are compared already.
            self._led_to.append(address)
        self._is_linked = True
        shown = self.inside(node)
        self._is_linked = False
        if file and not file.is_picture and not self._is_said:
            return file_card(file, shown)
        return link(address, shown, title=node.arg["title"])

    def _note_mark(self, node: Node) -> str:
        if self._is_linked:
            return literally(f"[^{node.arg.label}]")
        return mark_html(node.arg, self._prefix)

    def _lonely_link(self, node: Node) -> str:
        paragraph = _PLAIN["Paragraph"].format(self.inside(node))
        return card_of_link(node.arg, paragraph, self._cards)

    def _image(self, node: Node) -> str:
        # Fetching it would tell another host who reads here.
        address = safe_address(node.arg["dest_url"])
        file = self.files.at(address)
        # Words are compared with what was said, and pixels are not.
        if file and file.is_picture and not self._is_said:
            # It counts as a link, and is none within another.
            is_linked = self._is_linked or not self.running.may_link()
            words = " ".join(text_of(node).split())
            return picture_shown(
                file, words, title=node.arg["title"], is_linked=is_linked
            )
        shown = literally(picture_words(node))
        if address is None or self._is_linked or not self.running.may_link():
            return shown
        return link(address, shown, title=node.arg["title"], kind="picture")


def _verbatim(html: str, about: str = "") -> str:
    return f'<pre tabindex="0"><code{about}>{html}</code></pre>\n'
