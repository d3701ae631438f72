"""The language of the page being made, where a template finds it in no time.

Django's get_language takes a microsecond and a half through asgiref's Local; a topic
page asks for it more than a hundred times.
"""

from contextvars import ContextVar

from django.utils import translation

LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
"""What Django has active; part of the key of every piece of a page that is kept."""


def speak(language: str) -> None:
    """Answer in this language (one of LANGUAGES) until the next one is named."""
    translation.activate(language)
    LANGUAGE.set(language)
