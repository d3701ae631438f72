"""`rostra import`: bring another forum's topics, posts and members in."""

import sys
from pathlib import Path

import click

from rostra.cli.choosing import settle
from rostra.cli.failures import Failure
from rostra.site.config import Config

SOURCES = ("forumscraper", "ubuntu-forums")


@click.command("import")
@click.argument("source", type=click.Choice(SOURCES))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="The data folder."
)
@click.option("--dry-run", is_flag=True, help="Read everything and write nothing.")
def command(source: str, folder: Path, data: Path | None, dry_run: bool) -> None:
    """Bring the posts of another forum in, from the files in FOLDER.

    What could not be carried over is told at the end and in the folder "imports" of
    the data folder. An import that was interrupted goes on where it was; the same one
    a second time changes nothing.
    """
    config = settle(data=data)
    _make_ready(config, dry_run)
    from rostra.transfer.importing import count_files, run_import

    try:
        total = count_files(source, folder)
        with click.progressbar(
            length=total, label="Importing", file=sys.stderr, item_show_func=_posts
        ) as bar:
            report = run_import(
                source,
                folder,
                dry_run=dry_run,
                progress=lambda files, posts: bar.update(files - bar.pos, posts),
            )
        path = report.save(config.data / "imports")
    except OSError as error:
        raise Failure(f"{error.filename or folder}: {error.strerror}.") from None
    click.echo(report.as_text(names_files=False))
    click.echo(f"The whole account, file by file: {path}")
    if report.has_failures:
        raise Failure(f"{report.failed_count} files could not be read; see above.")


def _make_ready(config: Config, dry_run: bool) -> None:
    if dry_run:
        # A dry run does not even make or migrate the database.
        import django

        from rostra.cli.folders import make_folder

        make_folder(config.data)
        django.setup()
    else:
        from rostra.cli.preparing import prepare

        prepare(config)


def _posts(count: int | None) -> str:
    return f"{count:,} posts" if count else ""


import_command = command
