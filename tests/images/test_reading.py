"""A picture of any sort becomes a few small, upright ones without metadata."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from socialmap.errors import FileProblem
from socialmap.images.reading import read_picture
from socialmap.images.sizes import CARD, FINE, PAGE, SIZES, digest_of
from tests.images.drawing import SECRETS, SRGB, decoded, drawn, encoded, from_camera, in_mode, noise

# What each format can hold.
MODES = {
    "JPEG": ("L", "RGB", "CMYK", "YCbCr"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("L", "RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB"),
}
SORTS = [(form, mode) for form, modes in MODES.items() for mode in modes]


@pytest.mark.parametrize(("form", "mode"), SORTS)
def test_each_mode_of_each_format_keeps_its_colours(form, mode):
    sizes = read_picture(encoded(drawn(mode=mode), form))
    expected = in_mode(drawn(mode=mode), "RGB") if mode != "I;16" else drawn().convert("L")
    for one in sizes:
        stored = decoded(one)
        assert stored.format == "WEBP"
        assert stored.mode == "RGB"
        for half in (0.1, 0.6):
            there, here = (_mean(image, half) for image in (expected.convert("RGB"), stored))
            assert all(abs(a - b) < 14 for a, b in zip(here, there, strict=True))


def _mean(image, start):
    """The mean colour in the middle of a half of a picture: some modes mix it of dots."""
    left, right = image.width * start, image.width * (start + 0.3)
    part = image.crop((int(left), image.height // 4, int(right), image.height * 3 // 4))
    return part.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


@settings(max_examples=60)
@given(
    sort=st.sampled_from(SORTS),
    width=st.integers(1, 900),
    height=st.integers(1, 900),
    orientation=st.integers(0, 9),
)
def test_any_picture_fits_in_its_sizes(sort, width, height, orientation):
    form, mode = sort
    image = drawn(width, height, mode)
    exif = {"exif": _turned(orientation)} if form in ("JPEG", "PNG", "WEBP") else {}
    sizes = read_picture(encoded(image, form, **exif))
    turned = form in ("JPEG", "PNG", "WEBP") and orientation in (5, 6, 7, 8)
    upright = (height, width) if turned else (width, height)
    assert [one.size for one in sizes] == [
        size for smaller, size in zip((0, *SIZES), SIZES, strict=False) if max(upright) > smaller
    ]
    for one in sizes:
        stored = decoded(one)
        assert (one.width, one.height) == stored.size
        assert max(stored.size) == min(one.size, max(upright))
        # The shape stays, as far as whole pixels allow.
        assert abs(stored.width * upright[1] - stored.height * upright[0]) <= max(upright)
        assert len(one.content) <= 100_000


def _turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(form, orientation):
    upright = Image.new("RGB", (200, 120), "white")
    upright.paste("red", (0, 0, 100, 60))  # the corner at the top left
    back = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}.get(orientation)
    exif = Image.Exif()
    exif[0x0112] = back or 1
    as_stored = encoded(upright, "PNG", exif=exif.tobytes())
    lying = ImageOps.exif_transpose(Image.open(io.BytesIO(as_stored)))
    lying.info = {}
    [_, shown] = read_picture(encoded(lying, form, exif=_turned(orientation)))
    assert (shown.width, shown.height) == (200, 120)
    red, _, blue = decoded(shown).convert("RGB").getpixel((20, 20))
    assert (red > 200, blue < 60) == (True, True)
    assert min(decoded(shown).convert("RGB").getpixel((180, 100))) > 200


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_metadata_is_left(form):
    options = {"comment": "geheim"} if form == "JPEG" else {}
    content = from_camera(noise(700, 500), form, orientation=6, **options)
    assert b"geheim" in content
    for one in read_picture(content):
        for secret in SECRETS:
            assert secret not in one.content
        assert dict(decoded(one).getexif()) == {}
        # A WebP without more than pixels: these parts and no others.
        assert _parts(one.content) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def _parts(content):
    names, at = set(), 12
    while at < len(content):
        names.add(content[at : at + 4])
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return names


def test_colours_of_another_profile_become_those_of_srgb():
    image = Image.new("RGB", (100, 100), (200, 100, 50))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # One that does not fit these colours is left out of account.
    [small] = read_picture(encoded(image, "PNG", icc_profile=profile))
    assert all(abs(a - b) < 6 for a, b in zip(_middle(small), (200, 100, 50), strict=True))
    linear = _gamma_one()
    [small] = read_picture(encoded(image, "PNG", icc_profile=linear))
    # 50 of 255 in linear light is far lighter in sRGB.
    assert _middle(small)[2] > 110


def _middle(one):
    return decoded(one).convert("RGB").getpixel((one.width // 2, one.height // 2))


def _gamma_one():
    """The profile of sRGB with its curves made straight."""
    profile = bytearray(SRGB)
    count = int.from_bytes(profile[128:132], "big")
    for number in range(count):
        at = 132 + 12 * number
        if bytes(profile[at : at + 4]) in (b"rTRC", b"gTRC", b"bTRC"):
            start = int.from_bytes(profile[at + 4 : at + 8], "big")
            # A curve without points is a straight line.
            profile[start : start + 12] = b"curv" + bytes(8)
            profile[at + 8 : at + 12] = (12).to_bytes(4, "big")
    return bytes(profile)


def test_what_is_transparent_stays_so():
    logo = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    logo.paste((0, 120, 60, 255), (0, 0, 150, 100))
    for one in read_picture(encoded(logo, "PNG")):
        stored = decoded(one)
        assert stored.mode == "RGBA"
        assert stored.getpixel((stored.width - 2, 5))[3] == 0
        assert stored.getpixel((2, 5))[3] == 255


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_stands(form):
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    moving = encoded(frames[0], form, save_all=True, append_images=frames[1:])
    for one in read_picture(moving):
        stored = decoded(one)
        assert getattr(stored, "n_frames", 1) == 1
        assert stored.convert("RGB").getpixel((5, 5))[0] > 240


def test_a_logo_stays_sharp():
    """A drawing of few colours is stored without loss, at its own size."""
    logo = Image.new("RGB", (320, 200), "white")
    logo.paste("black", (40, 40, 41, 160))
    page = read_picture(encoded(logo, "PNG"))[1]
    assert decoded(page).convert("RGB").tobytes() == logo.tobytes()


def test_the_same_picture_has_the_same_digest_whatever_stands_beside_it():
    image = noise(500, 400)
    plain = read_picture(encoded(image, "PNG"))
    dressed = read_picture(from_camera(image, "PNG"))
    other = read_picture(encoded(noise(500, 400, seed=2), "PNG"))
    assert digest_of(plain) == digest_of(dressed) != digest_of(other)


def test_the_hardest_picture_is_small_too():
    sizes = read_picture(encoded(noise(1500, 1500), "JPEG", quality=95))
    assert [one.size for one in sizes] == [CARD, PAGE, FINE]
    assert max(len(one.content) for one in sizes) <= 100_000


def test_the_ending_of_a_name_plays_no_part():
    """The file says itself what it is: nothing but its bytes is read."""
    with pytest.raises(FileProblem, match="geen foto"):
        read_picture(b"This is text in a file called photo.jpg")
    assert read_picture(encoded(drawn(), "PNG"))
