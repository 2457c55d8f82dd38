"""Read the file of a picture: refuse what cannot be shown, and make the rest small and clean."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageCms, UnidentifiedImageError

from socialmap.errors import FileProblem
from socialmap.images.sizes import FINE, MEGABYTE, MOST_BYTES, SIZES, SizedPicture
from socialmap.wording import N_

# Width times height. A phone makes 12 million, its largest photos are 50 million. Of a JPEG a small
# part of the pixels is read, of other formats each takes up to four bytes.
MOST_PIXELS, MOST_IN_JPEG = 25_000_000, 50_000_000
# A JPEG that gets sharper in steps has about ten of them; one of thousands takes minutes to read.
MOST_STEPS = 100
MOST_STORED = 100_000  # bytes of one size
QUALITIES = (82, 70, 55, 40, 25, 10)
# A drawing, such as a logo, has few colours, and is sharp only without loss.
COLOURS_OF_DRAWING = 4096
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
EXIF_ORIENTATION = 0x0112
# How to turn a picture that a camera stored in each orientation of EXIF.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

EMPTY = N_("Het bestand is leeg. Kies de foto opnieuw.")
TOO_LARGE = N_("De foto is te groot: er passen %(limit)s MB. Maak hem kleiner en kies hem opnieuw.")
TOO_WIDE = N_(
    "De foto heeft te veel beeldpunten. Maak hem kleiner, bijvoorbeeld 2000 breed, en kies hem"
    " opnieuw."
)
HEIC = N_(
    "Dit is een HEIC-foto van een iPhone. Die kan niet iedereen zien. Zet op de iPhone bij"
    " Instellingen, Camera, Structuren de keuze ‘Meest compatibel’ aan en maak de foto opnieuw. Of"
    " mail de foto naar jezelf: dan wordt het meestal een JPEG."
)
AVIF = N_("Dit is een AVIF-foto. Open hem op je computer, bewaar hem als JPEG en kies hem opnieuw.")
SVG = N_(
    "Dit is een SVG-tekening. Daar kan een programma in zitten, daarom mag dat niet. Bewaar het"
    " logo als PNG en kies het opnieuw."
)
PDF = N_("Dit is een pdf. Bewaar de foto of het logo als JPEG of PNG en kies het opnieuw.")
NO_PICTURE = N_("Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG, WebP of GIF.")
BROKEN = N_("De foto is niet heel. Open hem op je computer, bewaar hem opnieuw en kies hem dan.")
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
}


def read_picture(content: bytes) -> tuple[SizedPicture, ...]:
    """Return a picture in the sizes that it is large enough for, the smallest first.

    Each is upright, in sRGB, and has no metadata. Raise FileProblem for a file that is no picture
    or that is too large, before its pixels are read.
    """
    if refused := _refusal(content):
        raise FileProblem(refused, limit=MOST_BYTES // MEGABYTE)
    try:
        with warnings.catch_warnings():
            # The size is bounded below; other warnings are about metadata that is dropped.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                return tuple(_sized(_clean(opened)))
    except UnidentifiedImageError:
        raise FileProblem(NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise FileProblem(TOO_WIDE) from None
    except FileProblem:
        raise
    except Exception as error:
        # What somebody made to break a decoder can raise anything.
        raise FileProblem(BROKEN) from error


def _refusal(content: bytes) -> str:
    """Return why a file is refused by its size or its first bytes; empty if it is not."""
    if not content:
        return EMPTY
    if len(content) > MOST_BYTES:
        return TOO_LARGE
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<") and (b"<svg" in content[:100_000].lower()):
        return SVG
    if start.startswith(b"%pdf"):
        return PDF
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12], NO_PICTURE)
    if content.startswith(b"\xff\xd8") and content.count(b"\xff\xda") > MOST_STEPS:
        return BROKEN
    return ""


def _clean(opened: Image.Image) -> Image.Image:
    """Return the first frame of an opened file: no larger than needed, upright, RGB or RGBA."""
    # A JPEG with a second picture in it, as some phones make, is an MPO.
    is_jpeg = opened.format in ("JPEG", "MPO")
    if opened.width * opened.height > (MOST_IN_JPEG if is_jpeg else MOST_PIXELS):
        raise FileProblem(TOO_WIDE)
    # A large JPEG is read at a half, a quarter or an eighth of its size: as much as is needed.
    opened.draft(None, (2 * FINE, 2 * FINE))
    opened.load()
    profile = opened.info.get("icc_profile")
    turned = UPRIGHT.get(_orientation(opened))
    image = _in_whole_colours(opened)
    image.thumbnail((FINE, FINE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_srgb(image, profile)
    if turned is not None:
        image = image.transpose(turned)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    return image


def _orientation(opened: Image.Image) -> int:
    """Return the orientation in the metadata; 1, which is upright, if it cannot be read."""
    try:
        return int(opened.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:
        return 1


def _in_whole_colours(opened: Image.Image) -> Image.Image:
    """Return a picture of any mode as L, CMYK, RGB or RGBA, which can be made smaller."""
    if opened.mode.startswith("I"):
        # 16 bits: 65,536 shades become 256.
        return opened.convert("I").point(lambda shade: shade / 257).convert("L")
    if opened.mode in ("L", "CMYK", "RGB", "RGBA") and "transparency" not in opened.info:
        return opened
    if opened.has_transparency_data:
        return opened.convert("RGBA")
    return opened.convert("L" if opened.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Return a picture in sRGB, converted by its colour profile if it has one that fits."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if isinstance(profile, bytes) and profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, own, srgb, outputMode=wanted)
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # A profile of something else: the colours are taken as they are.
    return image.convert(wanted)


def _sized(image: Image.Image) -> Iterator[SizedPicture]:
    """Yield a clean picture in each size that is not larger than it is; always the smallest."""
    drawing = image.getcolors(COLOURS_OF_DRAWING) is not None
    longest = max(image.size)
    for smaller, size in zip((0, *SIZES), SIZES, strict=False):
        if longest <= smaller:
            return
        one = image.copy()
        one.thumbnail((size, size), Image.Resampling.LANCZOS)
        yield SizedPicture(size, one.width, one.height, _webp(one, drawing))


def _webp(image: Image.Image, drawing: bool) -> bytes:
    """Return the WebP of a picture: as good as fits in MOST_STORED, without metadata."""
    content = b""
    if drawing:
        content = _encoded(image, lossless=True)
    for quality in QUALITIES:
        if content and len(content) <= MOST_STORED:
            break
        content = _encoded(image, quality=quality)
    return content


def _encoded(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", method=4, exif=b"", xmp=b"", icc_profile=b"", **options)
    return file.getvalue()
