"""The server dies while it replaces the name of somebody who left; the next one goes on."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.cli.conftest import environment
from tests.servers import own_database

pytestmark = [pytest.mark.slow, pytest.mark.server]

BEGIN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
import django
django.setup()
from django.core.management import call_command
from rostra.accounts.models import Closing, User
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.forum.models import Post
from rostra.forum.services import renaming
"""
PREPARE = """
call_command("migrate", verbosity=0)
from rostra.forum.services.arranging import make_category
from rostra.forum.services.starting import start_topic
people = [User.objects.build(name, role="moderator") for name in ("scott", "Ada")]
User.objects.bulk_create(people)
scott, ada = User.objects.order_by("pk")
place = make_category(name="Harbour", audience="everyone")
for number in range(12):
    start_topic(author=ada, category_id=place.pk, title=f"Topic number {number}",
                source=f"{number}: ask @scott.")
leave_site(member=scott)
"""
DIE = """
import signal
renaming.AT_ONCE = 5
rename, done = renaming._rename_post, []
def rename_or_die(post, source, closing):
    rename(post, source, closing)
    done.append(post)
    if len(done) == 8:
        os.kill(os.getpid(), signal.SIGKILL)
renaming._rename_post = rename_or_die
finish_closings()
"""
TELL = """
named = Post.objects.filter(source__contains="@scott").count()
closing = Closing.objects.get()
print(named, closing.position, bool(closing.finished_at), closing.old_name)
"""
GO_ON = "finish_closings()" + TELL


@pytest.fixture
def python(tmp_path):
    """Run this in a process of its own, on one database; what it says, or its death."""
    with ExitStack() as around:
        settings = {"ROSTRA_DATA": str(tmp_path)}
        if address := os.environ.get("ROSTRA_DATABASE"):
            database = around.enter_context(own_database(address))
            settings["ROSTRA_DATABASE"] = database

        def run(code):
            return subprocess.run(
                [sys.executable, "-c", BEGIN + code],
                env=environment(**settings),
                capture_output=True,
                text=True,
            )

        yield run


def test_a_closing_that_is_killed_half_way_is_finished_by_the_next_process(python):
    assert python(PREPARE).returncode == 0

    assert python(DIE).returncode == -signal.SIGKILL

    # One piece of five is done wholly, and of the one that died nothing.
    assert python(TELL).stdout.split() == ["7", "5", "False", "scott"]
    assert python(GO_ON).stdout.split() == ["0", "0", "True"]
    assert python(GO_ON).stdout.split() == ["0", "0", "True"]
