"""The style sheet and the scripts: what DESIGN and the budgets ask of them."""

import gzip
import re
from pathlib import Path

import pytest

import rostra
from rostra.web.assets import assets

PACKAGES = Path(rostra.__file__).parent
SHEETS = sorted(PACKAGES.glob("*/static/*/css/*.css"))
SCRIPTS = sorted(PACKAGES.glob("*/static/*/js/*.js"))
TOKENS = (PACKAGES / "web/static/web/css/tokens.css").read_text("utf-8")
AAA = 7.0


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def blocks(selector: str) -> list[dict[str, str]]:
    """The colours of each rule with exactly this selector."""
    found = re.findall(re.escape(selector) + r" \{(.*?)\n\}", TOKENS, flags=re.DOTALL)
    return [tokens_of(block) for block in found]


LIGHT = blocks("\n:root")[0]
DARK = blocks(':root[data-theme="dark"]')[0]


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class TestColours:
    def test_of_the_dark_switch_and_the_dark_system_are_alike(self):
        assert blocks(':root:not([data-theme="light"])') == [DARK]
        assert DARK.keys() == LIGHT.keys()

    @pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
    @pytest.mark.parametrize("text", ["ink", "soft", "accent"])
    @pytest.mark.parametrize("ground", ["paper", "wash", "tint"])
    def test_of_text_reach_seven_to_one(self, theme, text, ground):
        assert contrast(theme[text], theme[ground]) >= AAA

    @pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
    @pytest.mark.parametrize("kind", ["keyword", "string", "number"])
    def test_of_code_reach_seven_to_one_on_its_ground(self, theme, kind):
        assert contrast(theme[f"code-{kind}"], theme["wash"]) >= AAA

    @pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
    @pytest.mark.parametrize("verdict", ["good", "caution", "serious"])
    def test_of_verdicts_reach_seven_to_one_on_their_own_wash(self, theme, verdict):
        assert contrast(theme[verdict], theme[f"{verdict}-wash"]) >= AAA
        assert contrast(theme[verdict], theme["paper"]) >= AAA

    def test_stand_in_the_tokens_only(self):
        others = [sheet for sheet in SHEETS if sheet.name != "tokens.css"]
        named = {
            sheet.name: re.findall(r"#[0-9a-f]{6}\b", sheet.read_text("utf-8"))
            for sheet in others
        }

        # The tones of faces are no theme's: white initials stand on all of them.
        del named["mark.css"]
        assert not any(named.values())


class TestFiles:
    def test_are_all_in_the_order_and_the_order_names_no_other(self):
        order = (PACKAGES / "web/static/web/css/order.txt").read_text("utf-8").split()

        assert sorted(order) == sorted(f"{s.parts[-3]}/{s.name}" for s in SHEETS)

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
    def test_are_short_layered_and_ask_nobody_else_for_anything(self, sheet):
        text = sheet.read_text("utf-8")

        assert len(text.splitlines()) <= 250
        assert "@layer" in text
        assert "url(" not in text
        assert "@import" not in text

    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
    def test_of_behaviour_are_short_checked_and_clean_up(self, script):
        text = script.read_text("utf-8")

        assert len(text.splitlines()) <= 120
        assert text.startswith("// @ts-check\n/**")
        assert f'customElements.define("{script.stem}"' in text
        assert text.count("addEventListener(") <= text.count("removeEventListener(")

    def test_weigh_less_than_sixty_thousand_bytes_compressed(self):
        found = assets()
        names = ("app.css", "app.js")
        bodies = [found.find(found.address(name)).body for name in names]

        size = sum(len(gzip.compress(body)) for body in bodies)

        assert size < 60_000
