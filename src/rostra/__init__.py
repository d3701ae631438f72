"""Rostra: a self-hosted forum for communities that discuss the news."""

__version__ = "0.1.0"
