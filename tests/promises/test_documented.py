"""Whoever extends Rostra finds in the docs what there is to hold on to."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rostra"


def declared(kind: str) -> list[tuple[str, str]]:
    """Names that are given a Slot or a Signal, with the text that stands below each."""
    found = []
    for path in SOURCE.rglob(f"{kind.lower()}s.py"):
        body = ast.parse(path.read_text("utf-8")).body
        for statement, below in zip(body, [*body[1:], None], strict=True):
            if isinstance(statement, ast.Assign) and _makes(statement.value, kind):
                (name,) = statement.targets
                found.append((ast.unparse(name), _text(below)))
    return found


def _makes(value: ast.expr, kind: str) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == kind


def _text(statement: ast.stmt | None) -> str:
    is_text = isinstance(statement, ast.Expr) and isinstance(
        statement.value, ast.Constant
    )
    return str(statement.value.value) if is_text else ""


@pytest.mark.parametrize("kind", ["Slot", "Signal"])
def test_every_slot_and_signal_says_what_it_is(kind):
    found = declared(kind)

    assert found
    assert [name for name, text in found if len(text) < 20] == []


@pytest.mark.parametrize("kind", ["Slot", "Signal"])
def test_every_slot_and_signal_stands_in_the_docs(kind):
    docs = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))

    assert [name for name, _ in declared(kind) if f"`{name}`" not in docs] == []


def test_every_package_stands_on_the_map():
    text = (ROOT / "docs" / "map.md").read_text("utf-8")
    packages = [
        path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()
    ]

    assert [name for name in packages if f"`{name}`" not in text] == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for target in re.findall(
            r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")
        )
        if not (path.parent / target).exists()
    ]

    assert broken == []
