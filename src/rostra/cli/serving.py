"""`rostra serve`: everything is checked, then made ready, then the site runs."""

from pathlib import Path

import click

from rostra.cli.choosing import settle
from rostra.cli.failures import Failure
from rostra.site.config import Config
from rostra.site.databases import SQLITE_FILE


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="The data folder."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes.")
@click.option("--sample", is_flag=True, help="Load the sample community if empty.")
@click.option("--no-snapshot", is_flag=True, help="Migrate without a copy first.")
def command(
    host: str | None,
    port: int | None,
    data: Path | None,
    workers: int | None,
    sample: bool,
    no_snapshot: bool,
) -> None:
    """Run the site, until it is told to stop (Ctrl-C, or SIGTERM).

    Everything is kept in the data folder. Every option can also be a setting, in
    the environment (ROSTRA_PORT) or in rostra.toml in the data folder.
    """
    config = settle(
        host=host,
        port=port,
        data=data,
        workers=workers,
        snapshots=False if no_snapshot else None,
    )
    try:
        _serve(config, sample)
    except KeyboardInterrupt:
        raise Failure("Stopped before the site was ready.") from None


def _serve(config: Config, sample: bool) -> None:
    from rostra.cli import children, folders, listening
    from rostra.cli.readiness import is_ready

    folders.check_folder(config.data)
    lock = folders.hold(config.data) if config.data.is_dir() else None
    listening.check_port(config.host, config.port)
    with folders.put_back_on_failure(config.data, unless=SQLITE_FILE):
        folders.make_folder(config.data)
        if lock is None:
            folders.hold(config.data)
        if not is_ready(config, sample=sample):
            children.run_in_child(lambda: _prepare(config, sample))
    with folders.signed(config.data):
        _run(config)


def _prepare(config: Config, sample: bool) -> None:
    from rostra.cli.preparing import prepare

    prepare(config, sample=sample)


def _run(config: Config) -> None:
    from rostra.cli.supervising import supervise

    supervise(config)
