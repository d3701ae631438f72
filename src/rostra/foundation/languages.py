"""The languages that pages can speak."""

from pathlib import Path

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""What each is called by who speaks it, by its code (BCP 47). English is in the code;
of every other there is a catalogue below LOCALE."""

LOCALE = Path(__file__).parent.parent / "locale"
