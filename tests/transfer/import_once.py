"""Imports a folder into a data folder, as a process of its own that can be killed."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Arguments: the data folder, the kind of source, the folder to import."""
    data, source, folder = sys.argv[1:]
    os.environ["ROSTRA_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
    Path(data).mkdir(exist_ok=True)

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from rostra.transfer import importing

    importing.POSTS_AT_ONCE = 60
    importing.run_import(source, Path(folder))


if __name__ == "__main__":
    main()
