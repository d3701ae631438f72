"""Names that a newcomer may have, and those that would pass for somebody else's."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rostra.accounts.models import User
from rostra.accounts.names import RESERVED, mixes_scripts, name_look
from rostra.accounts.new_names import check_name
from rostra.accounts.services.looking import fill_name_looks
from tests.corpus import corpus

REAL = [
    *("Noor Haddadi", "old_ferryman", "ferry.man", "José", "Łukasz", "Ægir", "d’Arc"),
    *(
        "Анна",
        "Γιώργος",
        "मोहन",
        "ผู้ใช้",
        "田中taro",
        "한글abc",
        "علي",
        "Ali علي",
        "Mr_1",
    ),
]
CANNOT_TELL = {"ſ", "˛", "￨"}
"""What compatibility (NFKC) already makes another letter of."""


@pytest.mark.parametrize("name", REAL)
@pytest.mark.django_db
def test_names_of_real_people_are_taken(name):
    assert check_name(name) == name


def alikes():
    folder = corpus("hostile/usernames/confusables/confusable_homoglyphs")
    told = json.loads((folder / "confusables.json").read_text("utf-8"))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for alike in told.get(letter, []):
            yield letter, alike["c"].strip("\u200e")


def test_a_letter_that_looks_like_another_makes_no_new_name():
    passed = [
        (letter, alike)
        for letter, alike in alikes()
        if not mixes_scripts(f"harbour{alike}")
        and name_look(f"harbour{alike}") != name_look(f"harbour{letter}")
    ]

    assert {alike for _, alike in passed} <= CANNOT_TELL
    assert len(list(alikes())) > 600


@pytest.mark.parametrize(
    "name",
    ["ADA  LOVELACE", "Ada_Lovelace", "Ada Love1ace", "Ada LoveIace", "adalovelace"],
)
@pytest.mark.django_db
def test_what_can_be_mistaken_for_a_member_is_refused_with_a_reason(name, make_user):
    make_user("Ada Lovelace")

    with pytest.raises(ValidationError, match="looks like a name that is"):
        check_name(name)


@pytest.mark.django_db
def test_a_whole_name_in_another_script_is_no_disguise(make_user):
    make_user("Pace")

    with pytest.raises(ValidationError, match="looks like"):
        check_name("Расе")


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "ADMIN",
        "OFFICIAL",
        "EDITOR",
        "m0derator",
        "M o d",
        "SUPPORT",
        "Rostra",
        "Guest",
    ],
)
@pytest.mark.django_db
def test_nobody_speaks_for_the_site(name):
    with pytest.raises(ValidationError, match="would speak for the site"):
        check_name(name)


@pytest.mark.parametrize("name", ["Аdа", "Νikos Ρapas", "p\u0430ypal", "Ada٥"])
@pytest.mark.django_db
def test_two_alphabets_in_a_word_are_refused(name):
    with pytest.raises(ValidationError, match="one alphabet"):
        check_name(name)


def test_words_that_many_sites_reserve_and_that_sound_like_staff_are_reserved():
    folder = corpus("hostile/usernames/reserved")
    listed = set(json.loads((folder / "reserved-usernames.json").read_text("utf-8")))

    sounding = {w for w in listed if w.startswith(("admin", "mod", "root", "support"))}

    kept = {name_look(word) for word in sounding}
    assert len(kept & RESERVED) >= 4


@pytest.mark.django_db
def test_an_imported_name_wins_however_it_looks(make_user):
    first = make_user("Ada Lovelace")

    second = User.objects.build("Ada Love1ace", is_placeholder=True)
    second.set_unusable_password()
    second.save()

    assert second.name_look == first.name_look


@given(st.text(max_size=60))
def test_any_text_has_a_look_of_bounded_length(name):
    look = name_look(name)

    assert 1 <= len(look) <= 240
    mixes_scripts(name)


@pytest.mark.django_db
def test_names_from_before_get_their_look(make_user):
    user = make_user("Ada Lovelace")
    User.objects.update(name_look="")

    assert (fill_name_looks(), fill_name_looks()) == (1, 0)

    assert User.objects.get(pk=user.pk).name_look == user.name_look


@pytest.mark.parametrize(
    "name",
    [
        "The Admin",
        "Admin team",
        "Forum Staff",
        "moderator2",
        "Support-Team",
        "administration",
        "Head Moderator",
        "Betreiber",
    ],
)
def test_an_office_in_several_words_is_refused_too(db, name):
    with pytest.raises(ValidationError, match="speak for the site"):
        check_name(name)


@pytest.mark.parametrize(
    "name", ["Team Rocket", "Staff Sergeant Ann", "The Owl", "Main Street", "Modesty"]
)
def test_a_name_with_such_a_word_in_it_is_not(db, name):
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["Z\u0337a\u0337lgo", "Ann\u0301\u0302\u0303\u0304"])
def test_signs_piled_on_a_letter_are_refused(db, name):
    with pytest.raises(ValidationError, match="piled up"):
        check_name(name)


def test_letters_with_two_marks_are_names(db):
    assert check_name("Nguy\u1ec5n Th\u1ecb") == "Nguy\u1ec5n Th\u1ecb"
