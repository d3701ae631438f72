"""The `rostra` command. Each of its commands is imported when it is asked for."""

import difflib
import importlib
from collections.abc import Sequence

import click

from rostra import __version__

_COMMANDS = {
    "serve": ("rostra.cli.serving", "Run the site, until it is told to stop."),
    "import": ("rostra.cli.importing", "Bring another forum's posts in."),
    "doctor": ("rostra.cli.doctoring", "Look for what is wrong, and say what to do."),
}


class Commands(click.Group):
    """The commands by name; `--help` lists them without importing one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return importlib.import_module(_COMMANDS[cmd_name][0]).command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "See rostra --help."
            ctx.fail(f"There is no command called {args[0]}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in _COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Rostra %(version)s")
def rostra() -> None:
    """A forum for communities that discuss the news."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process."""
    rostra(args, prog_name="rostra")
