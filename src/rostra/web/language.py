"""The language of the page being made, where a template finds it in no time.

Django's get_language takes a microsecond and a half through asgiref's Local; a topic
page asks for it more than a hundred times.
"""

from contextvars import ContextVar

LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
"""Set when a page's frame is made, from the language that Django has active."""
