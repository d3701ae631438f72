"""docs/privacy.md names every datum about a person, and nothing that is not there."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from rostra.accounts.models import User

TEXT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
NOTHING = set(re.findall(r"`(\w+)`", TEXT.split("## Tables that say nothing")[1]))
TOLD = set(re.findall(r"`(\w+\.\w+)`", TEXT))
TELLING = (models.CharField, models.TextField, models.JSONField, models.DateTimeField)


def ours():
    """All models of this site, by name; the tables of Django itself are not used."""
    all_models = apps.get_models()
    return {
        m.__name__: m
        for m in all_models
        if m.__module__.startswith(("rostra", "allauth"))
    }


def is_telling(field):
    """Whether a column can say something about somebody."""
    return isinstance(field, TELLING) or field.related_model is User


def test_every_column_that_can_hold_something_about_somebody_is_told():
    untold = [
        f"{name}.{field.name}"
        for name, model in ours().items()
        if name not in NOTHING
        for field in model._meta.concrete_fields
        if is_telling(field) and f"{name}.{field.name}" not in TOLD
    ]

    assert untold == []


def test_tables_that_are_said_to_tell_nothing_point_at_nobody():
    pointing = [
        name
        for name, model in ours().items()
        if name in NOTHING
        and any(field.related_model is User for field in model._meta.concrete_fields)
    ]

    assert pointing == []


def test_nothing_is_told_that_is_not_there():
    there = {
        f"{name}.{field.name}"
        for name, model in ours().items()
        for field in model._meta.concrete_fields
    }

    assert TOLD - there == set()


def test_the_figures_are_those_of_the_code():
    from rostra.accounts.services import copying, forgetting
    from rostra.forum.services import attaching, drafting
    from rostra.site.config import Config
    from rostra.web import presence

    assert f"{Config().keep_addresses_days} days when not set" in TEXT
    assert copying.KEPT_SECONDS == 3600
    assert forgetting.LOOKS_DAYS == 365
    assert drafting.GUEST_DAYS == 7
    assert attaching.ORPHAN_AGE.days == 1
    assert presence.STAYS == 15 * 60
