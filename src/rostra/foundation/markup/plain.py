"""The words of a tree without its marks."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from rostra.foundation.markup.attributions import Attribution, attribution_of
from rostra.foundation.markup.tree import BLOCKS, TASK_BOXES, Node, text_of

ELISION = "…"

_LINE_ENDS = re.compile(r"\n{2,}")

_Say = Callable[[str], str]
"""Gives running words as they are shown."""


def own_words(tree: Node, say: _Say) -> str:
    """What an author says in a text, for a list, a feed or a search: without quotes,
    hidden words left out. A text that is nothing but quotes is all of its words."""
    own = _LINE_ENDS.sub("\n", _words(tree, say, _OWN)).strip()
    return own or _LINE_ENDS.sub("\n", _words(tree, say, _HIDING)).strip()


def words_shown(node: Node | str, say: _Say) -> str:
    """What a reader of the page sees of what is quoted, a line for each block.

    A quote of a known post inside is judged by itself, and is elided here. All else
    that stands in a quote must have stood in the quoted post, quotes in it too.
    """
    return _LINE_ENDS.sub("\n", _words(node, say, _SHOWN))


def picture_words(picture: Node) -> str:
    """What stands for a picture, as none is shown."""
    words = " ".join(text_of(picture).split())
    return _("Picture: %(words)s") % {"words": words} if words else _("Picture")


def fold_words(who: Attribution | None) -> str:
    """What is shown of a quote inside another until it is opened."""
    if not who:
        return _("A quote")
    return _("What %(name)s said before") % {"name": who.name}


_Rules = Mapping[str, Callable[[Node, _Say], str]]


def _words(node: Node | str, say: _Say, rules: _Rules) -> str:
    if isinstance(node, str):
        return say(node)
    if node.kind in rules:
        return rules[node.kind](node, say)
    words = "".join([_words(kid, say, rules) for kid in node.kids])
    return f"\n{words}\n" if node.kind in BLOCKS else words


def _hidden_words(node: Node, say: _Say) -> str:
    inside = "".join(words_shown(kid, say) for kid in node.kids)
    return f"\n{_('Spoiler')}\n{inside}\n"


def _inner_quote(node: Node, say: _Say) -> str:
    return _quoted_words(node, say, _DEEPER)


def _folded_quote(node: Node, say: _Say) -> str:
    words = _quoted_words(node, say, _DEEPEST)
    return f"\n{fold_words(attribution_of(node))}\n{words}"


def _quoted_words(node: Node, say: _Say, rules: _Rules) -> str:
    who = attribution_of(node)
    if who and who.post_id:
        return f"\n{ELISION}\n"
    kids = [Node("Paragraph", kids=[who.name]), *node.kids[1:]] if who else node.kids
    return _words(Node("Quoted", kids=kids), say, rules)


_PLAIN: _Rules = {
    "Break": lambda *_: "\n",
    "Code": lambda node, _: text_of(node),
    "CodeBlock": lambda node, _: f"\n{text_of(node)}\n",
}
_HIDING: _Rules = {
    **_PLAIN,
    "NoteMark": lambda *_: "",
    "Spoiler": lambda *_: ELISION,
    "HiddenBlocks": lambda *_: f"\n{ELISION}\n",
}
_OWN: _Rules = {**_HIDING, "BlockQuote": lambda *_: ""}
_SHOWN: _Rules = {
    **_PLAIN,
    "BlockQuote": _inner_quote,
    "HiddenBlocks": _hidden_words,
    "NoteMark": lambda node, _: f"[^{node.arg.label}]",
    "Image": lambda node, _: picture_words(node),
    "Task": lambda node, _: f"{TASK_BOXES[node.arg]} ",
}
_DEEPER: _Rules = {**_SHOWN, "BlockQuote": _folded_quote}
_DEEPEST: _Rules = {
    **_SHOWN,
    "BlockQuote": lambda node, say: _quoted_words(node, say, _DEEPEST),
}
