"""The settings of this run: the command line wins, then the environment, then the file."""

import os
from pathlib import Path
from typing import Any

from rostra.cli.failures import Failure
from rostra.site import config
from rostra.site.setting_kinds import SettingError


def settle(**given: Any) -> config.Config:
    """The settings, with the options that were given on the command line on top.

    They are put into the environment, so that every process of this run, and Django's
    settings, see the same. Raises Failure if a setting cannot be used.
    """
    os.umask(0o077)  # What is in the data folder is nobody else's to read.
    for name, value in given.items():
        if value is not None:
            os.environ[f"ROSTRA_{name.upper()}"] = str(value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
    try:
        chosen = config.load()
        os.environ["ROSTRA_DATA"] = str(Path(chosen.data).absolute())
        return config.load()
    except SettingError as error:
        raise Failure(str(error)) from None
