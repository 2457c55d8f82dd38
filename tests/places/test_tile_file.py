"""Tiles from a file of our own: read, refused by their own reason, and never an error when damaged."""

import gzip

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from socialmap.places.tile_file import TileFileError, open_tiles, tile

IMAGE = b"\x89PNG tile"


def archive(path, tile_type=TileType.PNG, compression=Compression.NONE, image=IMAGE):
    """A PMTiles file of the province of Utrecht with tiles of three levels."""
    with path.open("wb") as file:
        writer = Writer(file)
        for zoom, x, y in ((8, 131, 84), (9, 263, 168), (10, 526, 337)):
            writer.write_tile(zxy_to_tileid(zoom, x, y), image + bytes([zoom]))
        box = {"min_lon_e7": 48_000_000, "min_lat_e7": 519_000_000}
        box |= {"max_lon_e7": 56_000_000, "max_lat_e7": 523_000_000}
        header = {"tile_type": tile_type, "tile_compression": compression}
        centre = {"center_zoom": 9, "center_lon_e7": 51_000_000, "center_lat_e7": 521_000_000}
        writer.finalize(header | box | centre, {"attribution": "Kaart <b>& co</b>"})
    return path


def test_a_tile_is_read_with_its_media_type(tmp_path):
    file = archive(tmp_path / "utrecht.pmtiles")
    assert tile(file, 9, 263, 168) == (IMAGE + b"\x09", "image/png")
    tiles = open_tiles(file)
    assert tiles.zooms == (8, 10)
    assert tiles.box == pytest.approx((4.8, 51.9, 5.6, 52.3))
    assert tiles.attribution == "Kaart &lt;b&gt;&amp; co&lt;/b&gt;"


@pytest.mark.parametrize("where", [(9, 0, 0), (8, 9999, 0), (30, 1, 1), (9, 263, 99999)])
def test_where_there_is_no_tile_there_is_none(tmp_path, where):
    assert tile(archive(tmp_path / "utrecht.pmtiles"), *where) is None


def test_a_packed_tile_is_unpacked(tmp_path):
    file = tmp_path / "packed.pmtiles"
    with file.open("wb") as opened:
        writer = Writer(opened)
        writer.write_tile(zxy_to_tileid(8, 131, 84), gzip.compress(IMAGE))
        edges = ("min_lon", "min_lat", "max_lon", "max_lat", "center_lon", "center_lat")
        header = {"tile_type": TileType.WEBP, "tile_compression": Compression.GZIP}
        writer.finalize(header | {f"{e}_e7": 1 for e in edges} | {"center_zoom": 8}, {})
    assert tile(file, 8, 131, 84) == (IMAGE, "image/webp")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "geen PMTiles"), (b"PMTiles\x02" + b"x" * 200, "geen PMTiles"), (b"x" * 300, "PMTiles")],
)
def test_another_file_is_refused(tmp_path, content, sentence):
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(TileFileError, match=sentence):
        open_tiles(file)


def test_vectors_are_refused_and_so_is_no_file(tmp_path):
    with pytest.raises(TileFileError, match="vectoren"):
        open_tiles(archive(tmp_path / "vectors.pmtiles", TileType.MVT))
    with pytest.raises(TileFileError, match="geen bestand"):
        open_tiles(tmp_path / "missing")


def test_a_damaged_archive_has_no_tiles_but_is_no_error(tmp_path):
    file = archive(tmp_path / "damaged.pmtiles")
    content = bytearray(file.read_bytes())
    content[130:160] = b"?" * 30
    file.write_bytes(content)
    assert tile(file, 9, 263, 168) is None
