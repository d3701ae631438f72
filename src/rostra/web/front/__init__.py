"""The front of the server: pages from memory, files, and Django behind a bridge."""

from rostra.web.front.application import Front
from rostra.web.front.flushing import Flush
from rostra.web.front.visits import VIEWS

__all__ = ["VIEWS", "Flush", "Front"]
