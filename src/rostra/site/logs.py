"""The log: standard error, one line a record."""

import logging
import time
from typing import Any


class OneLine(logging.Formatter):
    """Time in UTC, level, logger, message; a traceback follows on the same line."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        """Times are in UTC."""
        return time.gmtime(seconds)

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, whatever line breaks are in it."""
        lines = super().format(record).splitlines()
        return " | ".join(line.strip() for line in lines if line.strip())


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a record tells the owner something: that the site is not there yet
    (503, to every reader) does not."""
    return getattr(record, "status_code", None) != 503


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING. Requests that were the client's fault are not worth a line."""
    quiet = {"level": "ERROR", "filters": ["worthwhile"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": OneLine}},
        "filters": {"worthwhile": {"()": lambda: is_worth_a_line}},
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
