"""Every example of CommonMark and of GitHub's dialect, but for those that
docs/markdown.md says are different here."""

import json
import re

import pytest

from rostra.foundation.markup import render
from tests.corpus import ROOT, corpus
from tests.foundation.markup.specification import essence

pytestmark = pytest.mark.corpus

ROW = re.compile(r"^\| (CommonMark|GFM) \| [^|]+ \| ([\d, –]+) \|", re.MULTILINE)
FILES = {
    "CommonMark": "commonmark_spec/commonmark_spec_0.31.2.json",
    "GFM": "gfm/gfm_spec.json",
}


def exceptions(specification: str) -> set[int]:
    """The examples that the documentation says are rendered otherwise."""
    numbers: set[int] = set()
    documentation = (ROOT / "docs" / "markdown.md").read_text("utf-8")
    for name, ranges in ROW.findall(documentation):
        for span in ranges.split(","):
            first, _, last = span.strip().partition("–")
            if name == specification:
                numbers.update(range(int(first), int(last or first) + 1))
    return numbers


@pytest.mark.parametrize("specification", FILES)
def test_only_the_documented_examples_differ(specification):
    path = corpus("hostile/markdown") / FILES[specification]
    examples = json.loads(path.read_text("utf-8"))

    different = {
        example["example"]
        for example in examples
        if essence(render(example["markdown"]).html) != essence(example["html"])
    }

    assert len(examples) > 600
    assert different == exceptions(specification)
