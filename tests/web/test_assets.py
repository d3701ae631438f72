"""Style sheets, scripts and drawings: one of each, under an address that says what."""

import pytest

from rostra.web.assets import Assets, asset, assets, smaller_css


@pytest.fixture
def packages(tmp_path):
    files = {
        "web/static/web/css/order.txt": "reset.css\nforum/post.css\nweb/last.css\n",
        "web/static/web/css/reset.css": "@layer reset;\n",
        "web/static/web/css/last.css": ".last { }\n",
        "forum/static/forum/css/post.css": ".post { }\n",
        "web/static/web/js/b-thing.js": "const name = 1;\n",
        "forum/static/forum/js/a-thing.js": "const name = 2;\n",
        "forum/static/forum/alone/large.js": "export {};\n",
        "forum/static/forum/alone/large.js.LICENSES.txt": "not for anybody",
        "web/static/web/icons.svg": "<svg/>",
        "forum/static/forum/img/fox.svg": "<svg/>",
        "forum/static/forum/img/notes.txt": "not for anybody",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


class TestAssets:
    def test_style_sheets_follow_their_order(self, packages):
        found = Assets(packages).all()

        css = next(one for one in found.values() if one.name == "app.css")
        assert css.body == b"@layer reset;\n.post { }\n.last { }\n"

    def test_each_script_has_a_block_of_its_own(self, packages):
        found = Assets(packages).all()

        js = next(one for one in found.values() if one.name == "app.js")
        assert js.body == b"{\nconst name = 2;\n}\n{\nconst name = 1;\n}\n"

    def test_a_script_alone_is_no_part_of_the_others(self, packages):
        found = Assets(packages).all()

        large = next(one for one in found.values() if one.name == "large.js")
        assert large.body == b"export {};\n"
        assert large.is_immutable
        assert not [one.name for one in found.values() if "LICENSES" in one.name]

    def test_addresses_change_with_what_is_in_them(self, packages):
        before = Assets(packages).address("app.css")
        assert Assets(packages).address("app.css") == before

        (packages / "web/static/web/css/last.css").write_text(".last { x: y }")

        assert Assets(packages).address("app.css") != before

    def test_only_todays_address_may_be_kept(self, packages):
        gathered = Assets(packages)

        assert gathered.find(gathered.address("fox.svg")).is_immutable
        assert not gathered.find("/static/old/fox.svg").is_immutable
        assert not gathered.find("/icons.svg").is_immutable

    @pytest.mark.parametrize(
        "path", ["/static/", "/static/x/notes.txt", "/fox.svg", "/static/x/../app.css"]
    )
    def test_there_is_nothing_else(self, packages, path):
        assert Assets(packages).find(path) is None

    def test_a_name_that_is_missing_is_an_error_at_once(self, packages):
        with pytest.raises(KeyError, match=r"app\.scss"):
            Assets(packages).address("app.scss")

    def test_the_real_ones_are_small(self):
        found = assets().all()

        whole = sum(
            len(one.body) for one in found.values() if one.name in ("app.css", "app.js")
        )
        assert asset("app.css") in found
        assert whole < 200_000


@pytest.mark.parametrize(
    ("sheet", "smaller"),
    [
        ("a {\n  b: c;\n}\n", "a {\nb: c;\n}\n"),
        ("/* x */a{}\n\n\n/* y\n z */\nb{}", "a{}\nb{}\n"),
        ('a::before { content: "/* not */ a comment"; }', None),
        ("a::before { content: '  '; } /* it's */ b { content: '/*'; }", None),
    ],
)
def test_less_of_a_sheet_means_the_same(sheet, smaller):
    made = smaller_css(sheet)

    expected = smaller or sheet.replace(" /* it's */", " ") + "\n"
    assert made == expected.replace("  b {", "  b {")
