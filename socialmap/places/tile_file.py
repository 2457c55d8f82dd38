"""Map tiles from a file of our own: a PMTiles archive of images, read where it lies."""

from __future__ import annotations

import gzip
import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pmtiles import reader as pmtiles_reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from socialmap.errors import Problem
from socialmap.places.geometry import Box
from socialmap.wording import N_

IMAGES = {
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
    TileType.AVIF: "image/avif",
}
MOST_CACHED = 500  # tiles, of some 20 kB each
# What reading a damaged archive can end in.
DAMAGE = (ValueError, KeyError, IndexError, EOFError, OSError, UnicodeDecodeError)


class TileFileError(Problem):
    """A file has no map tiles that can be shown; the message says why."""


class Zooms(NamedTuple):
    """The zoom levels of which a file has tiles."""

    farthest: int
    nearest: int


@dataclass(frozen=True, eq=False)
class TileFile:
    """An archive of tiles, open for reading."""

    reader: Any
    header: Mapping[str, Any]

    @property
    def media_type(self) -> str:
        """The media type of its tiles."""
        return IMAGES[self.header["tile_type"]]

    @property
    def zooms(self) -> Zooms:
        """The zoom levels of which it has tiles."""
        return Zooms(self.header["min_zoom"], self.header["max_zoom"])

    @property
    def box(self) -> Box:
        """The part of the earth that it shows: west, south, east and north in degrees."""
        west, south, east, north = (
            self.header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat")
        )
        return west, south, east, north

    @cached_property
    def attribution(self) -> str:
        """Who made the tiles, as plain text; empty when the file does not say."""
        try:
            return html.escape(str(self.reader.metadata().get("attribution") or ""))
        except (*DAMAGE, AttributeError):
            return ""


def open_tiles(path: Path) -> TileFile:
    """The archive in a file, read anew after it changed; raise TileFileError."""
    try:
        return _opened(path, path.stat().st_mtime_ns)
    except OSError:
        raise TileFileError(N_("Er is geen bestand met kaarttegels.")) from None


@cache
def _opened(path: Path, _changed: int) -> TileFile:
    try:
        with path.open("rb") as file:
            # The library has type hints in one half of its modules, and none in this one.
            mapped = pmtiles_reader.MmapSource(file)  # type: ignore[no-untyped-call]
            reader: Any = pmtiles_reader.Reader(mapped)  # type: ignore[no-untyped-call]
        header = reader.header()
    except (MagicNumberNotFound, SpecVersionUnsupported, *DAMAGE):
        raise TileFileError(N_("Dit bestand is geen PMTiles-bestand van versie 3.")) from None
    if header["tile_type"] not in IMAGES:
        raise TileFileError(N_("Dit PMTiles-bestand heeft geen plaatjes, maar vectoren."))
    if header["tile_compression"] not in (Compression.NONE, Compression.UNKNOWN, Compression.GZIP):
        raise TileFileError(N_("De tegels in dit bestand zijn ingepakt. Alleen gzip kan."))
    return TileFile(reader, header)


@lru_cache(maxsize=MOST_CACHED)
def _tile(tiles: TileFile, zoom: int, x: int, y: int) -> bytes | None:
    try:
        image: bytes | None = tiles.reader.get(zoom, x, y)
        if image and tiles.header["tile_compression"] is Compression.GZIP:
            return gzip.decompress(image)
    except DAMAGE:
        return None
    return image


def tile(path: Path, zoom: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile as its image and media type; None where the file has none, or is damaged."""
    tiles = open_tiles(path)
    edge = 1 << zoom if zoom <= tiles.zooms.nearest else 0
    image = _tile(tiles, zoom, x, y) if x < edge and y < edge else None
    return (image, tiles.media_type) if image else None
