"""Pictures are drawn anew, within limits, and nothing but their pixels is left."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops, ImageStat

from rostra.attachments import picture_worker
from rostra.attachments.kinds import PICTURES, check_file, suffix_of
from rostra.attachments.pictures import picture_in_sizes
from tests.corpus import corpus


def a_picture(size=(400, 300), kind="PNG", mode="RGB", colour="red", **more) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures differ, from 0 to 255."""
    pair = [picture.convert("RGB").resize((64, 64)) for picture in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*pair)).mean)


def test_a_wide_picture_comes_in_all_sizes():
    drawn = picture_in_sizes(a_picture((3000, 1500), "JPEG"))

    assert (drawn.width, drawn.height) == (2400, 1200)
    assert drawn.widths == (480, 960, 1600)
    names = {f"{width}.{kind}" for width in drawn.widths for kind in ("webp", "avif")}
    assert set(drawn.files) == names | {"full.webp"}
    for name, data in drawn.files.items():
        stem, _, kind = name.partition(".")
        width = drawn.width if stem == "full" else int(stem)
        assert opened(data).size == (width, width // 2)
        assert opened(data).format == kind.upper()


def test_a_small_one_stays_as_large_as_it_is():
    drawn = picture_in_sizes(a_picture((200, 100)))

    assert (drawn.width, drawn.height, drawn.widths) == (200, 100, ())
    assert list(drawn.files) == ["full.webp"]


@pytest.mark.parametrize("size", [(20, 15_900), (800, 12_000), (3000, 30)])
def test_a_long_one_stays_whole(size):
    drawn = picture_in_sizes(a_picture(size))

    assert drawn.width / drawn.height == pytest.approx(size[0] / size[1], rel=0.02)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_every_way_to_write_colours_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    drawn = picture_in_sizes(a_picture((600, 200), kind, mode, 1))

    assert drawn.width == 600


def test_what_can_be_seen_through_still_can():
    data = a_picture((600, 200), "PNG", "RGBA", (255, 0, 0, 100))

    for drawn in picture_in_sizes(data).files.values():
        assert opened(drawn).convert("RGBA").getpixel((5, 5))[3] == pytest.approx(
            100, abs=3
        )


def test_colours_of_another_profile_look_the_same():
    from PIL import ImageCms

    # The profile says that red and blue mean each other: a picture of it is blue.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    broken = a_picture(icc_profile=profile)
    plain = a_picture(
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )

    for data in (broken, plain):
        (drawn,) = picture_in_sizes(data).files.values()
        assert unlike(opened(drawn), opened(a_picture())) < 3


def test_where_and_with_what_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "A camera maker"
    exif[0x9286] = "A secret remark"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = a_picture((1200, 600), "JPEG", exif=exif, comment=b"A secret remark")

    for drawn in picture_in_sizes(data).files.values():
        assert b"camera maker" not in drawn
        assert b"secret remark" not in drawn
        assert not opened(drawn).getexif()
        assert not opened(drawn).info.get("xmp")


@pytest.mark.corpus
@pytest.mark.parametrize("number", [2, 3, 6, 8])
def test_it_stands_upright_however_the_camera_was_held(number):
    folder = corpus("hostile/images/pillow")
    (file,) = folder.glob(f"hopper_orientation_{number}.*")
    plain = opened((folder / "hopper_orientation_3.jpg").read_bytes()).rotate(180)

    (drawn,) = picture_in_sizes(file.read_bytes()).files.values()

    assert unlike(opened(drawn), plain) < 12


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["images", "svg"])
def test_hostile_files_are_refused_or_become_nothing_but_pixels(folder):
    files = [path for path in corpus(f"hostile/{folder}").rglob("*") if path.is_file()]
    became = {}

    for path in files:
        try:
            drawn = picture_in_sizes(path.read_bytes())
        except ValidationError:
            became[path.name] = "refused"
            continue
        became[path.name] = "drawn"
        for data in drawn.files.values():
            picture = opened(data)
            assert picture.format in ("WEBP", "AVIF")
            assert not picture.getexif()
            assert b"<script" not in data
            assert b"<?php" not in data

    assert len(became) == {"images": 30, "svg": 14}[folder]
    assert folder != "svg" or set(became.values()) == {"refused"}
    assert became.get("decompression_bomb.gif", "refused") == "refused"


@pytest.mark.corpus
def test_no_drawing_and_no_page_is_taken_as_a_file():
    paths = [*corpus("hostile/svg").rglob("*"), *corpus("hostile/images").rglob("*")]

    for path in paths:
        if path.is_file() and suffix_of(path.name) not in (*PICTURES, "md"):
            with pytest.raises(ValidationError):
                check_file(path.name, path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_more_pixels_than_are_taken_are_refused_before_they_are_there(kind):
    most = picture_worker.MOST_PIXELS.get(kind, picture_worker.MOST_PIXELS_ELSE)
    data = a_picture((most // 4000 + 1, 4000), kind)

    with pytest.raises(ValidationError, match="too large"):
        picture_in_sizes(data)


def test_what_is_no_picture_is_refused_with_what_to_do():
    with pytest.raises(ValidationError, match="Choose a JPEG"):
        picture_in_sizes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
