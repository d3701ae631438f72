"""Ids in text that anybody may send."""

import pytest

from rostra.foundation.numbers import positive


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)],
)
def test_an_id_is_read(text, number):
    assert positive(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "0", "-1", "1.0", "²", "٣", " 7", "7 ", "9" * 19, "9" * 5000]
)
def test_all_else_is_none(text):
    assert positive(text) == 0
