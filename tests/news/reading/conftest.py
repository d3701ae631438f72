"""The score of the corpus, printed with `pytest -s` once all of it was asked."""

import pytest

from tests.news.reading.scores import table


@pytest.fixture(scope="session", autouse=True)
def scores_at_the_end():
    """Print the table of scores after the last test."""
    yield
    print(table())
