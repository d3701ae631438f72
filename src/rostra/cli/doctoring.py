"""`rostra doctor`: looks at everything an installation needs, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import click

from rostra.cli.choosing import settle
from rostra.cli.examinations import EXAMINATIONS, Examination, Finding
from rostra.cli.failures import Failure
from rostra.site.config import Config


@click.command("doctor")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="The data folder."
)
def command(data: Path | None) -> None:
    """Look for what is wrong with an installation, and say what to do.

    Ends with 1 if there is a problem. Nothing is changed.
    """
    problems = 0
    for finding in _findings(data):
        _print(finding)
        problems += finding.is_problem
    if problems:
        noun = "problem" if problems == 1 else "problems"
        raise Failure(f"{problems} {noun} found.")
    click.echo("Everything is as it should be.")


def _findings(data: Path | None) -> Iterator[Finding]:
    try:
        config = settle(data=data)
    except Failure as failure:
        yield Finding("settings", failure.message, is_problem=True)
        return
    for about, examine in EXAMINATIONS:
        found = list(_examined(about, examine, config))
        yield from found
        if about in ("folder", "postgresql") and any(f.is_problem for f in found):
            return  # What comes next could not be looked at.


def _examined(about: str, examine: Examination, config: Config) -> Iterator[Finding]:
    try:
        for said in examine(config):
            yield Finding(about, said)
    except Failure as failure:
        yield Finding(about, failure.message, is_problem=True)
    except OSError as error:
        yield Finding(about, f"cannot be looked at: {error}", is_problem=True)


def _print(finding: Finding) -> None:
    mark = "problem" if finding.is_problem else "ok"
    colour = "red" if finding.is_problem else "green"
    click.echo(
        f"{click.style(f'{mark:8}', fg=colour)} {finding.about:12} {finding.said}"
    )
