"""One word for each idea: the glossary's other words name nothing in the code."""

import ast
import re
from pathlib import Path

from django.urls import get_resolver

SOURCE = Path(__file__).parents[2] / "src" / "rostra"

NOT = frozenset(
    """board channel node thread discussion message index floor excerpt ping like boost
    keyword visitor article actor principal team acl guard complaint backlog audit
    sticky trash purge silence subscribe watch ribbon alert summary dump addon widget
    manager handler util utils helper helpers data info process handle role account
    position cursor""".split()
)
"""The "Not" column of docs/glossary.md, and names that say nothing. Left out are words
that mean something else in most of their uses: block, close, flag, forum, version."""

ALLOWED = {
    "AccountsConfig": "the package is called accounts, and Django asks for Config",
    "AccountForm": "the form that makes an account; a person is a member",
    "AccountAdapter": "django-allauth's name for what a site changes of it",
    "add_message": "django-allauth's name for a method",
    "handle": "django-allauth's name for a method",
    "UserManager": "Django's word for the class",
    "process_request": "Django's name for a method",
    "process_response": "Django's name for a method",
    "process_view": "Django's name for a method",
    "process_exception": "Django's name for a method",
    "_dump": "runs pg_dump",
    "dump_bytecode": "Jinja2's name for a method",
    "Position": "what somebody holds about a claim",
    "PositionRow": "what somebody holds about a claim",
    "take_position": "what somebody holds about a claim",
    "drop_position": "what somebody holds about a claim",
    "PositionForm": "what somebody holds about a claim",
    "CategoryLike": "whatever has the attributes of one",
    "TopicLike": "whatever has the attributes of one",
    "PollLike": "whatever has the attributes of one",
    "PostLike": "whatever has the attributes of one",
    "AuthorLike": "whatever has the attributes of one",
    "AuthoredLike": "whatever has the attributes of one",
    "Cursor": "a place in a list; the glossary's other word is for a read mark",
    "BadCursor": "a place in a list",
    "read_cursor": "a place in a list",
    "_cursor": "a place in a list",
    "sitemap_index": "the word of sitemaps.org for a list of sitemaps",
    "Node": "of a tree of Markdown, not of a forum",
    "_node": "of a tree of Markdown, not of a forum",
    "_index": "of a list",
    "Threads": "of the processor",
    "_keywords": "the word of the formats of news",
    "watch": "for signals of the operating system",
}


def names() -> list[tuple[str, str]]:
    """Every class and function, with its file."""
    return [
        (str(path.relative_to(SOURCE)), node.name)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def words_in(name: str) -> set[str]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    words = {part.lower() for part in parts}
    return words | {word.removesuffix("s") for word in words}


def test_classes_and_functions_use_the_glossarys_words():
    wrong = [
        f"{path}: {name}"
        for path, name in names()
        if words_in(name) & NOT and name not in ALLOWED
    ]

    assert wrong == []


def test_every_exception_is_still_needed():
    used = {name for _, name in names()}

    assert sorted(set(ALLOWED) - used) == []


def test_addresses_use_the_glossarys_words():
    names = [
        f"{name} {route[0][0][0]}"
        for name, route in _routes(get_resolver())
        if words_in(name) & NOT and not name.startswith(THEIRS)
    ]

    assert names == []


def test_packages_and_modules_are_named_for_what_they_hold():
    wrong = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if words_in(path.stem) & NOT and path.stem not in MODULES
    ]

    assert wrong == []


THEIRS = ("account_", "mfa_", "socialaccount_", "openid_connect_")
"""How the names begin by which django-allauth looks up addresses."""

MODULES = {
    "cursors": "places in lists",
    "old_address": "",
    "thread": "what foreign software calls a thread",
}


def _routes(resolver):
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            yield name, resolver.reverse_dict.getlist(name)[0]
    for _, inner in resolver.namespace_dict.values():
        yield from _routes(inner)
