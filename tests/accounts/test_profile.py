"""What members show of themselves, and that a picture is nothing but its pixels."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rostra.accounts.services import profiling
from rostra.accounts.services.copying import make_copy
from rostra.accounts.services.leaving import leave_site
from rostra.foundation.versions import current_versions
from tests.corpus import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(site, settings, tmp_path) -> Path:
    settings.ROSTRA_DATA = str(tmp_path)
    return tmp_path / "media"


def a_picture(colour="red", size=(400, 300), kind="PNG", **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def send(browser, data: bytes, name="me.png", kind="face"):
    file = SimpleUploadedFile(name, data, "image/png")
    return browser.post(f"/account/profile/{kind}/", {kind: file})


def faces(media: Path) -> list[Path]:
    return [file for file in media.rglob("*") if file.is_file()]


class TestThePicture:
    def test_stands_beside_what_the_member_wrote(
        self, topic, client_of, client, media, django_capture_on_commit_callbacks
    ):
        user = topic.author
        versions = current_versions(("people",))
        with django_capture_on_commit_callbacks(execute=True):
            assert send(client_of(user), a_picture()).status_code == 303

        user.refresh_from_db()
        (file,) = faces(media)
        assert str(file) == str(media / user.face)
        for path in (topic.get_absolute_url(), user.url, "/latest/"):
            assert f'src="/media/{user.face}" alt=""' in client.get(path).text
        assert current_versions(("people",)) != versions
        depends = client.get(topic.get_absolute_url())["Rostra-Depends"]
        assert "people" in depends.split()

    def test_is_a_small_square_without_what_the_camera_wrote(
        self, user, client_of, media
    ):
        exif = Image.Exif()
        exif[0x010F] = "A camera's maker"
        exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}

        send(client_of(user), a_picture(size=(900, 300), kind="JPEG", exif=exif))

        (file,) = faces(media)
        with Image.open(file) as kept:
            assert (kept.format, kept.size) == ("WEBP", (192, 192))
            assert not kept.getexif()
        assert b"maker" not in file.read_bytes()

    def test_may_be_as_large_as_telephones_make_them(self, user, client_of, media):
        noise = Image.effect_noise((1000, 1000), 60).convert("RGB").resize((8000, 6000))
        out = BytesIO()
        noise.save(out, "JPEG", quality=80)
        assert 6_000_000 < len(out.getvalue()) < 12_000_000

        assert send(client_of(user), out.getvalue()).status_code == 303
        assert len(faces(media)) == 1

    def test_stands_upright(self, user, client_of, media):
        # Left half red, right half blue; the camera was held so that red is on top.
        lying = Image.new("RGB", (200, 200), "red")
        lying.paste("blue", (100, 0, 200, 200))
        exif = Image.Exif()
        exif[0x0112] = 6
        out = BytesIO()
        lying.save(out, "JPEG", exif=exif)

        send(client_of(user), out.getvalue())

        with Image.open(faces(media)[0]) as kept:
            pixels = kept.convert("RGB")
            top, bottom = pixels.getpixel((96, 20)), pixels.getpixel((96, 170))
        assert top[0] > 200 > top[2]
        assert bottom[2] > 200 > bottom[0]

    def test_replaces_the_one_before_and_what_a_crash_left(
        self, user, client_of, media, django_capture_on_commit_callbacks
    ):
        browser = client_of(user)
        with django_capture_on_commit_callbacks(execute=True):
            send(browser, a_picture())
            left_over = media / "faces" / str(user.pk // 1000) / f"{user.pk}-0.part"
            left_over.write_bytes(b"half")
            send(browser, a_picture("blue"))

        user.refresh_from_db()
        assert faces(media) == [media / user.face]

    def test_is_in_the_copy_of_their_data(self, user, client_of, media):
        send(client_of(user), a_picture())
        user.refresh_from_db()

        with zipfile.ZipFile(make_copy(member=user)) as archive:
            assert archive.read("picture.webp") == faces(media)[0].read_bytes()
            assert b'href="picture.webp"' in archive.read("index.html")

    def test_is_removed_on_request_and_with_the_account(
        self, user, client_of, media, django_capture_on_commit_callbacks
    ):
        browser = client_of(user)
        with django_capture_on_commit_callbacks(execute=True):
            send(browser, a_picture())
            browser.post("/account/profile/face/", {"_method": "delete"})
        user.refresh_from_db()
        assert (user.face, faces(media)) == ("", [])

        with django_capture_on_commit_callbacks(execute=True):
            send(browser, a_picture())
            leave_site(member=user)
        user.refresh_from_db()
        assert (user.face, faces(media)) == ("", [])

    def test_can_stand_at_the_head_of_ones_page_too(
        self, user, client_of, client, media, django_capture_on_commit_callbacks
    ):
        browser = client_of(user)
        with django_capture_on_commit_callbacks(execute=True):
            assert send(browser, a_picture(), kind="banner").status_code == 303
            assert send(browser, a_picture("blue"), kind="banner").status_code == 303
        user.refresh_from_db()

        (file,) = faces(media)
        assert str(file) == str(media / user.banner)
        with Image.open(file) as kept:
            assert (kept.format, kept.size) == ("WEBP", (1600, 400))
        assert f'class="banner" src="/media/{user.banner}"' in client.get(user.url).text
        assert user.face == ""
        wrong = send(browser, b"words", kind="banner")
        assert wrong.status_code == 422
        assert 'id="banner-error"' in wrong.text
        with zipfile.ZipFile(make_copy(member=user)) as archive:
            assert archive.read("banner.webp") == file.read_bytes()

        with django_capture_on_commit_callbacks(execute=True):
            leave_site(member=user)
        assert faces(media) == []

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "This file is empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture we can read"),
            (b"\x00" * 12_000_001, "at most 12 MB"),
            (a_picture(size=(6000, 5000)), "too large"),
        ],
    )
    def test_is_refused_beside_the_field(self, user, client_of, media, data, words):
        answer = send(client_of(user), data)

        assert answer.status_code == 422
        assert 'id="face-error"' in answer.text
        assert words in answer.text
        assert faces(media) == []

    def test_is_not_taken_more_than_ten_times_an_hour(self, user, client_of):
        browser = client_of(user)
        for _ in range(10):
            profiling.PICTURES_AN_HOUR.spend(str(user.pk))

        assert send(browser, a_picture()).status_code == 429

    @pytest.mark.corpus
    @pytest.mark.slow
    def test_hostile_ones_are_refused_or_made_harmless(self, make_user, media):
        files = [f for f in corpus("hostile/images").rglob("*") if f.is_file()]
        assert len(files) > 20
        for number, file in enumerate(sorted(files)):
            member = make_user(f"sender{number}")
            try:
                profiling.change_picture(
                    member=member, picture=profiling.FACE, data=file.read_bytes()
                )
            except ValidationError:
                assert not list(media.rglob(f"{member.pk}-*")), file
                continue
            member.refresh_from_db()
            with Image.open(media / member.face) as kept:
                assert (kept.format, kept.size) == ("WEBP", (192, 192)), file
                assert not set(kept.info) & {"exif", "xmp", "icc_profile", "comment"}


class TestTheWords:
    def test_are_on_the_member_page(self, user, client_of, client):
        sent = {"location": "Port Anna", "about": "I row <b>boats</b>."}
        assert client_of(user).post("/account/profile/", sent).status_code == 303

        page = client.get(user.url).text
        assert "Port Anna" in page
        assert "I row &lt;b&gt;boats&lt;/b&gt;." in page

    def test_come_back_when_they_are_too_long(self, user, client_of):
        sent = {"location": "x" * 121, "about": "y" * 2001}
        answer = client_of(user).post("/account/profile/", sent)

        assert answer.status_code == 422
        assert "At most 120 characters." in answer.text
        assert "At most 2,000 characters." in answer.text
        assert "y" * 2001 in answer.text
