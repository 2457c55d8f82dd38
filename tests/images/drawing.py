"""Draw pictures for tests: of any mode and format, with what a camera writes beside them."""

import io
import random

from PIL import ExifTags, Image, ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# What must never be in a picture of ours: texts that a camera or a program wrote.
SECRETS = (b"52.0907", b"Noor de Vries", b"GPS", b"Exif", b"xmpmeta", b"ICCP", b"acsp", b"geheim")


def drawn(width=400, height=300, mode="RGB", colour=(180, 60, 30)):
    """A picture with a coloured half and a darker half."""
    image = Image.new("RGB", (width, height), colour)
    image.paste((20, 40, 80), (width // 2, 0, width, height))
    return in_mode(image, mode)


def in_mode(image, mode):
    """The picture in another mode, also those that Pillow does not convert to at once."""
    if mode == "I;16":
        wide = image.convert("L").convert("I").point(lambda shade: shade * 257)
        return wide.convert("I;16")
    if mode == "PA":
        return image.convert("P").convert("PA")
    return image.convert(mode)


def noise(width, height, seed=1):
    """A picture in which no two pixels are alike: nothing is harder to make small."""
    return Image.frombytes(
        "RGB", (width, height), random.Random(seed).randbytes(width * height * 3)
    )


def encoded(image, form="JPEG", **options):
    """The bytes of a picture in a format."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def decoded(one):
    """The picture that is stored in one size."""
    return Image.open(io.BytesIO(one.content))


def from_camera(image, form="JPEG", orientation=1, **options):
    """The bytes of a picture with its place, its maker, a note and a colour profile beside it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Noor de Vries"
    exif[ExifTags.Base.ImageDescription] = "geheim"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 5.0, 26.0), 29: "2026:11:30"})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>geheim 52.0907</x:xmpmeta>"
    return encoded(image, form, exif=exif.tobytes(), xmp=xmp, icc_profile=SRGB, **options)
