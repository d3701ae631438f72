from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError

from rostra.accounts.services.setting_up import (
    _write_once,
    forget_owner_link,
    is_owner_link,
    make_first_owner,
    owner_link_token,
)
from rostra.forum.selectors.categories import all_categories
from rostra.forum.services.setting_up import set_up
from rostra.web.models import Site
from tests.conftest import PASSWORD

OWNER = {"name": "Olga", "email": "olga@example.com", "password": PASSWORD}


@pytest.mark.django_db
class TestOwnerLink:
    def test_stays_the_same_until_somebody_owns_the_site(self, tmp_path):
        token = owner_link_token(tmp_path)

        assert owner_link_token(tmp_path) == token
        assert is_owner_link(tmp_path, token)
        make_first_owner(**OWNER)
        assert owner_link_token(tmp_path) is None
        assert not is_owner_link(tmp_path, token)

    def test_only_the_owner_of_the_folder_can_read_it(self, tmp_path):
        owner_link_token(tmp_path)

        (file,) = tmp_path.iterdir()
        assert file.stat().st_mode & 0o077 == 0

    def test_can_be_forgotten_twice(self, tmp_path):
        owner_link_token(tmp_path)

        forget_owner_link(tmp_path)
        forget_owner_link(tmp_path)

        assert list(tmp_path.iterdir()) == []


def test_of_two_processes_that_make_the_link_one_wins(tmp_path):
    path = tmp_path / "owner-link"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _write_once(path, str(n) * 32), range(8)))

    assert len(path.read_text()) == 32
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.django_db
class TestSetUp:
    def test_makes_the_site_its_owner_and_the_chosen_categories(self):
        owner = set_up(
            site_name="The Long Table",
            description="Since 2004",
            categories=["news", "staff"],
            **OWNER,
        )

        assert Site.objects.get().name == "The Long Table"
        assert owner.is_owner
        assert [(c.name, c.readers) for c in all_categories().values()] == [
            ("News", "guest"),
            ("Moderators", "moderator"),
        ]

    def test_happens_once(self):
        make_first_owner(**OWNER)

        with pytest.raises(ValidationError, match="has an owner already"):
            set_up(site_name="Mine", description="", categories=[], **OWNER)

        assert not Site.objects.exists()


@pytest.mark.django_db
class TestSetUpPage:
    def test_leads_the_owner_in_and_closes_behind_them(
        self, client, tmp_path, settings
    ):
        settings.ROSTRA_DATA = tmp_path
        link = f"/set-up/{owner_link_token(tmp_path)}/"
        assert client.get("/").status_code == 503
        assert client.get(link).status_code == 200

        response = client.post(
            link, {**OWNER, "site_name": "Ours", "categories": ["news"]}
        )

        assert response.url == "/"
        assert "Olga" in client.get("/").text
        assert client.get(link).status_code == 404

    def test_says_what_is_missing_and_keeps_the_rest(self, client, tmp_path, settings):
        settings.ROSTRA_DATA = tmp_path
        link = f"/set-up/{owner_link_token(tmp_path)}/"

        response = client.post(link, {**OWNER, "site_name": ""})

        assert response.status_code == 422
        assert "Give your site a name." in response.text
        assert "olga@example.com" in response.text

    def test_a_guessed_link_is_not_there(self, client, tmp_path, settings):
        settings.ROSTRA_DATA = tmp_path

        assert client.get("/set-up/guessed/").status_code == 404
