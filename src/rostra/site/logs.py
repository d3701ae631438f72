"""The log: standard error, one line a record."""

import logging
import time
from typing import Any


class OneLine(logging.Formatter):
    """Time in UTC, level, logger, message; a traceback follows on the same line."""

    converter = time.gmtime

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, whatever line breaks are in it."""
        lines = super().format(record).splitlines()
        return " | ".join(line.strip() for line in lines if line.strip())


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING. Requests that were the client's fault are not worth a line."""
    quiet = {"level": "ERROR"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": OneLine}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            # Django gives these two handlers of their own: mail, and a console.
            "django": {"handlers": [], "propagate": True},
            "django.request": quiet,
            "django.security": {"level": "CRITICAL"},
            "_granian": {"level": level.upper()},
        },
    }
