import gzip
import zlib

import pytest
from markupsafe import Markup

from rostra.web.parts import KEPT, ChainedBytes, KeptBytes, chained, part_place


@pytest.fixture
def page():
    """A page with a kept part between two that are not."""
    parts = []
    kept = part_place(parts, "comments", (1,), lambda: Markup("<p>é many</p>" * 500))
    return chained(f"<header>Ada</header>{kept}<footer>…</footer>", parts)


def test_a_chain_reads_as_if_it_were_one_text(page):
    wanted = "<header>Ada</header>" + "<p>é many</p>" * 500 + "<footer>…</footer>"

    assert ChainedBytes.of(page) == wanted.encode()
    assert isinstance(page[1], KeptBytes)


def test_gzip_of_a_chain_unpacks_to_it(page):
    body = ChainedBytes.of(page)

    packed = body.gzipped()

    assert gzip.decompress(packed) == body
    assert page[1].deflated in packed


def test_a_browser_that_reads_in_small_pieces_unpacks_it_too(page):
    packed = ChainedBytes.of(page).gzipped()
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)

    read = b"".join(
        reader.decompress(packed[i : i + 7]) for i in range(0, len(packed), 7)
    )

    assert read + reader.flush() == bytes(ChainedBytes.of(page))
    assert reader.eof


def test_what_follows_a_kept_part_points_back_into_it():
    unlike = "".join(f"<p>{number * 7919:x}</p>" for number in range(400))
    parts = []
    kept = part_place(parts, "words", (1,), lambda: Markup(unlike))
    apart = len(ChainedBytes.of(chained(f"{kept}", parts)).gzipped())

    body = ChainedBytes.of(chained(f"{kept}{unlike[-2000:]}", parts))

    assert gzip.decompress(body.gzipped()) == body
    assert len(body.gzipped()) < apart + 100


def test_a_part_is_made_once_while_its_versions_last():
    made = []

    def make():
        made.append(1)
        return Markup("<p>x</p>")

    for versions in ((1,), (1,), (2,)):
        part_place([], "key", versions, make)

    assert len(made) == 2
    assert KEPT


def test_a_part_for_one_reader_only_is_never_kept():
    parts = []

    html = part_place(parts, None, (1,), lambda: Markup("<p>mine</p>"))

    assert (html, parts) == ("<p>mine</p>", [])


def test_what_an_author_writes_cannot_stand_for_a_part():
    assert chained("\0part 0000\x000\0part 0000\0", []) == [
        b"\0part 0000\x000\0part 0000\0"
    ]
