"""A file that is no picture, or made to do harm, is refused with a sentence and nothing else."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from socialmap.errors import FileProblem
from socialmap.images import reading
from socialmap.images.reading import read_picture
from socialmap.images.sizes import MOST_BYTES
from tests.images.drawing import decoded, drawn, encoded, noise

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + bytes(200)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (SVG, "PNG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- a --><SVG>", "PNG"),
        (HEIC, "iPhone"),
        (HEIC.replace(b"ftypheic", b"ftypmif1"), "iPhone"),
        (HEIC.replace(b"ftypheic", b"ftypavif"), "AVIF"),
        (b"\0\0\0\x18ftypmp42" + bytes(100), "geen foto"),
        (b"%PDF-1.7\n%", "pdf"),
        (b"<html><script>alert(1)</script>", "geen foto"),
        (b"MZ" + bytes(500), "geen foto"),
        (b"GIF89a", "niet heel|geen foto"),
        (b"\xff\xd8\xff\xe0", "niet heel|geen foto"),
        (encoded(drawn(), "TIFF"), "geen foto"),
        (encoded(drawn(), "BMP"), "geen foto"),
        (b"\xff\xd8" + bytes(MOST_BYTES), "15 MB"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content, sentence):
    with pytest.raises(FileProblem, match=sentence):
        read_picture(content)


def test_heic_says_how_to_make_it_a_jpeg():
    with pytest.raises(FileProblem, match=r"Meest compatibel.*JPEG"):
        read_picture(HEIC)


def bomb(width, height):
    """A PNG that says that it is enormous, in a few bytes."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000), (2_000_000_000, 3)])
def test_a_bomb_is_refused_before_a_pixel_is_read(size, monkeypatch):
    def never(*_args, **_options):
        raise AssertionError("its pixels were read")

    monkeypatch.setattr(Image.Image, "load", never)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(FileProblem, match=r"beeldpunten|niet heel"):
        read_picture(bomb(*size))


def test_a_jpeg_of_a_great_many_steps_is_refused():
    image = encoded(noise(64, 64), "JPEG", progressive=True)
    steps = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * (reading.MOST_STEPS + 1)
    with pytest.raises(FileProblem, match="niet heel"):
        read_picture(image[:-2] + steps + image[-2:])
    assert read_picture(image)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_picture_is_refused(form):
    whole = encoded(noise(300, 200), form)
    with pytest.raises(FileProblem, match=r"niet heel|geen foto"):
        read_picture(whole[: len(whole) // 2])


def test_of_what_is_a_picture_and_a_page_only_the_picture_is_left():
    page = b"<html><script>alert(document.domain)</script></html>"
    archive = b"PK\x03\x04" + page
    content = encoded(drawn(), "GIF", comment=page) + page + archive
    for one in read_picture(content):
        assert b"script" not in one.content
        assert b"PK\x03\x04" not in one.content
        assert decoded(one).format == "WEBP"


def test_a_file_with_a_changed_head_never_breaks_anything():
    whole = encoded(drawn(), "JPEG")
    exif = b"\xff\xe1\x00\x20Exif\0\0MM\0\x2a\xff\xff\xff\xff" + bytes(14)
    with suppress(FileProblem):
        read_picture(whole[:2] + exif + whole[2:])


@settings(max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_any_damage_is_a_picture_or_a_sentence(form, data):
    content = bytearray(encoded(drawn(60, 40, "RGB"), form))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)))
    with suppress(FileProblem):
        sizes = read_picture(bytes(content[:end]))
        assert all(decoded(one).format == "WEBP" for one in sizes)


@settings(max_examples=100)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_picture_or_a_sentence(content):
    with pytest.raises(FileProblem):
        read_picture(content)


def test_it_is_never_read_by_anything_but_four_formats():
    assert reading.FORMATS == ("JPEG", "PNG", "WEBP", "GIF")
    with pytest.raises(FileProblem):
        read_picture(encoded(drawn(), "ICO"))
