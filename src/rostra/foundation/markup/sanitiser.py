"""The last gate: only what the renderer makes passes, whatever the renderer did."""

import re

import nh3

_DIRECTED = "p li blockquote h4 h5 h6 td th a span".split()
_TAGS = {
    *_DIRECTED,
    *"br hr em strong del code pre ol ul table thead tbody tr div i".split(),
    *"figure figcaption details summary".split(),
}
_ATTRIBUTES: dict[str, set[str]] = {tag: {"dir"} for tag in _DIRECTED}
_ATTRIBUTES["a"] |= {"href", "rel"}
_ATTRIBUTES["ol"] = {"start"}
_ATTRIBUTES["pre"] = {"tabindex"}
_ATTRIBUTES["span"] |= {"tabindex"}
_ATTRIBUTES["div"] = {"tabindex", "role", "aria-label"}
_ATTRIBUTES["figure"] = {"data-quote", "data-post", "data-quote-state"}
_CLASSES = {
    "a": {"name", "flag", "good", "serious", "mention", "picture"},
    "span": {"name", "spoiler"},
    "div": {"table"},
    "figure": {"quote"},
}
_CODE_LANGUAGE = re.compile(r"language-[a-z0-9+#.-]{1,30}")
_ICON = re.compile(r"<i>([a-z]+)</i>")

_POST = nh3.Cleaner(
    tags=_TAGS,
    attributes={**_ATTRIBUTES, "code": {"class"}},
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    attribute_filter=lambda tag, name, value: (
        value
        if (tag, name) != ("code", "class") or _CODE_LANGUAGE.fullmatch(value)
        else None
    ),
)
_STORY = nh3.Cleaner(
    tags={"p", "h2", "blockquote", "ul", "ol", "li", "em", "strong", "a", "span", "br"},
    attributes={"a": {"href"}},
    allowed_classes={"span": {"dateline"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
    clean_content_tags={"script", "style", "template"},
)


def finished(html: str) -> str:
    """A post's HTML with nothing in it that the renderer could not have meant."""
    # `<i>` is nothing an author can write: it stands for a drawing of ours.
    clean: str = _POST.clean(html)
    return _ICON.sub(
        r'<svg class="icon" aria-hidden="true"><use href="/icons.svg#\1"></use></svg>',
        clean,
    )


def render_story(html: str) -> str:
    """A story's body: paragraphs, crossheads, quotes, lists and links, and no more."""
    clean: str = _STORY.clean(html)
    return clean.replace("<h2>", '<h2 class="crosshead">')
