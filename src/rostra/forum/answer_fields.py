"""What was typed into the fields beside title and text: tags, and those of a template."""

import re
from collections.abc import Mapping

_ANSWER = re.compile(r"answer_[1-9][0-9]{0,17}")
MOST = 60


def answer_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent of these fields, as it was typed; of tags also that there are none."""
    names = [name for name in sent if _ANSWER.fullmatch(name) and sent[name]][:MOST]
    if "tags" in sent:
        names.append("tags")
    return {name: sent[name] for name in names}


def has_answers(typed: Mapping[str, str]) -> bool:
    """Whether anything has been typed."""
    return any(words.strip() for words in typed.values())
