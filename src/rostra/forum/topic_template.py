"""How the fields of a template become the Markdown of an opening post.

An answer of one line follows its label in one paragraph, `**Where:** on the quay`; one
of many lines stands below it; what was written beside the fields comes last. An address
is between angle brackets. Fields that were left empty are left out. From then on it is a
text like any other.
"""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from rostra.forum.models.template_field import TemplateField, TemplateKind

LONGEST_LINE = 300
_MARKS = re.compile(r"[\\`*_~\[\]<&|]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def opening_text(
    fields: Iterable[TemplateField], typed: Mapping[str, str], rest: str
) -> str:
    """The text of the opening post; nothing is checked."""
    parts = [
        _part(field, answer)
        for field in fields
        if (answer := _tidy(field, typed.get(field.name, "")))
    ]
    return "\n\n".join(part for part in (*parts, rest.strip("\n")) if part.strip())


def wrong_answers(
    fields: Iterable[TemplateField], typed: Mapping[str, str]
) -> dict[str, str]:
    """What is wrong with the answers, by the names of fields."""
    return {
        field.name: words
        for field in fields
        if (words := _wrong(field, _tidy(field, typed.get(field.name, ""))))
    }


def _wrong(field: TemplateField, answer: str) -> str:
    if not answer:
        missing = _("Please fill in “%(label)s”.") % {"label": field.label}
        return missing if field.is_required else ""
    if field.kind == TemplateKind.CHOICE and answer not in field.choices:
        return _("Choose one of those that are offered.")
    if field.kind != TemplateKind.TEXT and len(answer) > LONGEST_LINE:
        return _("At most %(most)s characters.") % {"most": LONGEST_LINE}
    if field.kind == TemplateKind.LINK and not _is_address(answer):
        return _("Give the whole address, such as https://example.com/.")
    return ""


def _is_address(words: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(words)
    except ValidationError:
        return False
    return True


def _tidy(field: TemplateField, words: str) -> str:
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if field.kind == TemplateKind.TEXT:
        return words.strip("\n") if words.strip() else ""
    return " ".join(words.split())


def _part(field: TemplateField, answer: str) -> str:
    label = _MARKS.sub(r"\\\g<0>", field.label)
    if label[-1].isalnum() or label[-1] in ")”’\"'":
        label += ":"
    if field.kind == TemplateKind.TEXT:
        return f"**{label}**\n\n{_closed(answer)}"
    if field.kind == TemplateKind.LINK:
        answer = f"<{answer.replace('<', '%3C').replace('>', '%3E')}>"
    return f"**{label}** {answer}"


def _closed(text: str) -> str:
    """The text with its last block of code closed, so that it ends where its field does."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not found:
            continue
        if not fence:
            # A line of three backticks with more of them in it opens nothing.
            is_words = found[1][0] == "`" and "`" in found[2]
            fence = "" if is_words else found[1]
        elif found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return f"{text}\n{fence}" if fence else text
