"""`rostra doctor` finds what is wrong, says what to do, and changes nothing."""

import pytest

from tests.cli.conftest import contents
from tests.servers import start_smtp

pytestmark = pytest.mark.server


def problems(ended) -> list[str]:
    return [line for line in ended.stdout.splitlines() if line.startswith("problem")]


def test_a_sound_installation_has_no_problem(run, folder, port):
    before = contents(folder)

    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port))

    assert ended.returncode == 0, ended
    assert problems(ended) == []
    assert "is whole" in ended.stdout
    assert "drawn as WebP and AVIF" in ended.stdout
    assert "migrations are done" in ended.stdout
    assert contents(folder) == before


def test_a_folder_that_is_not_there_yet_is_no_problem(run, tmp_path, port):
    ended = run("doctor", "--data", tmp_path / "data", ROSTRA_PORT=str(port))

    assert ended.returncode == 0, ended
    assert not (tmp_path / "data").exists()


def test_a_key_that_others_can_read_is_a_problem(run, folder, port):
    (folder / "secret.key").chmod(0o644)

    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port))

    assert ended.returncode == 1
    (problem,) = problems(ended)
    assert f"chmod 600 {folder / 'secret.key'}" in problem


def test_a_damaged_database_is_a_problem(run, folder, port):
    path = folder / "rostra.sqlite3"
    path.write_bytes(path.read_bytes()[:-4096])

    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port))

    assert ended.returncode == 1
    (problem,) = problems(ended)
    assert "damaged" in problem


@pytest.mark.parametrize(
    ("name", "scheme"), [("ROSTRA_DATABASE", "postgresql"), ("ROSTRA_VALKEY", "redis")]
)
def test_a_server_that_does_not_answer_is_a_problem(run, folder, port, name, scheme):
    ended = run(
        *("doctor", "--data", folder),
        ROSTRA_PORT=str(port),
        **{name: f"{scheme}://127.0.0.1:{port}/1"},
    )

    assert ended.returncode == 1
    (problem,) = problems(ended)
    assert name in problem


def test_a_wrong_setting_is_a_problem(run, folder):
    ended = run("doctor", "--data", folder, ROSTRA_PORT="many")

    assert ended.returncode == 1
    (problem,) = problems(ended)
    assert "ROSTRA_PORT" in problem


def test_a_running_site_is_no_problem(run, serve, folder, port):
    served = serve(folder)

    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port))

    assert ended.returncode == 0, ended
    assert f"process {served.process.pid}" in ended.stdout


def test_a_site_without_mail_is_told_what_that_means(run, folder, port):
    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port))

    (line,) = [one for one in ended.stdout.splitlines() if " mail " in f" {one} "]
    assert "addresses are not confirmed" in line
    assert "ROSTRA_SMTP" in line


def test_a_mail_server_that_answers_is_no_problem(run, folder, port):
    with start_smtp() as (address, _):
        ended = run(
            "doctor", "--data", folder, ROSTRA_PORT=str(port), ROSTRA_SMTP=address
        )

    assert ended.returncode == 0, ended
    assert "127.0.0.1 takes mail" in ended.stdout


def test_a_mail_server_that_does_not_answer_is_a_problem(run, folder, port):
    nowhere = "smtp://me:hush@127.0.0.1:1"
    ended = run("doctor", "--data", folder, ROSTRA_PORT=str(port), ROSTRA_SMTP=nowhere)

    assert ended.returncode == 1
    (problem,) = problems(ended)
    assert "ROSTRA_SMTP" in problem
    assert "hush" not in ended.stdout
