"""The table that a run ends with, and the same as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load import Target


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was measured; figures that it has not are None."""

    name: str
    rate: float | None = None
    """Requests a second."""
    p50: float | None = None
    """Milliseconds."""
    p95: float | None = None
    cpu: float | None = None
    """Milliseconds of processor time a request."""
    ratio: float | None = None
    against: str = ""
    """What the ratio is to."""
    value: float | None = None
    unit: str = ""
    budget: str = ""
    is_met: bool | None = None


@dataclass(slots=True)
class Table:
    """All lines of a run."""

    about: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    is_judged: bool = True
    """Whether what is added now is held to budgets; they are those of SQLite."""

    def add_load(
        self,
        target: Target,
        against: Target | None = None,
        *,
        least: float | None = None,
        within: float | None = None,
    ) -> None:
        """A target that was loaded, with its ratio to another.

        The budget is at `least` that ratio, the median of all rounds, or `within` some
        share of the other's cost, by the processor time of the best round of each.
        """
        ratio = target.against(against) if against else None
        if against and within is not None:
            ratio = target.at_best(against)
        if within is not None:
            least = 1 - within
        budget, is_met = "", None
        if self.is_judged and ratio is not None and least is not None:
            budget, is_met = f"≥ {least:g}", ratio >= least
        self.lines.append(
            Line(
                target.name,
                rate=target.median("rate"),
                p50=target.median("p50"),
                p95=target.median("p95"),
                cpu=target.median("cpu"),
                ratio=ratio,
                against=against.name if against else "",
                budget=budget,
                is_met=is_met,
            )
        )

    def add_value(
        self, name: str, value: float, unit: str, *, most: float | None = None
    ) -> None:
        """A figure of another kind; the budget is at `most` this."""
        budget, is_met = "", None
        if self.is_judged and most is not None:
            budget, is_met = f"≤ {most:g} {unit}".rstrip(), value <= most
        self.lines.append(
            Line(name, value=value, unit=unit, budget=budget, is_met=is_met)
        )

    def missed(self) -> list[Line]:
        """The lines whose budget is missed."""
        return [line for line in self.lines if line.is_met is False]

    def print(self) -> None:
        """Print the table."""
        width = max(len(line.name) for line in self.lines)
        heads = ("req/s", "p50 ms", "p95 ms", "CPU ms", "ratio", "to")
        print(f"\n{'':{width}} {heads[0]:>8} {heads[1]:>8} {heads[2]:>8}", end="")
        print(f" {heads[3]:>8} {heads[4]:>7} {heads[5]:<16} {'budget':<12} met")
        for line in self.lines:
            print(f"{line.name:{width}} {_figures(line)} {_verdict(line)}".rstrip())
        print("\n" + ", ".join(f"{k}: {v}" for k, v in self.about.items()))

    def write(self, path: Path) -> None:
        """Write the table as JSON."""
        lines = [asdict(line) for line in self.lines]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.about | {"lines": lines}, indent=2) + "\n")


def _figures(line: Line) -> str:
    if line.value is not None:
        return f"{_short(line.value):>8} {line.unit:<51}"
    figures = (line.rate, line.p50, line.p95, line.cpu)
    cells = " ".join(f"{_short(figure):>8}" for figure in figures)
    ratio = "" if line.ratio is None else f"{line.ratio:.4f}"
    return f"{cells} {ratio:>7} {line.against:<16}"


def _verdict(line: Line) -> str:
    met = {None: "", True: "yes", False: "NO"}[line.is_met]
    return f"{line.budget:<12} {met}"


def _short(figure: float | None) -> str:
    if figure is None:
        return ""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
