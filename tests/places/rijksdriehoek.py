"""The way back from degrees to the metres of the Rijksdriehoek, which socialmap itself never goes."""

from socialmap.places.geometry import AMERSFOORT, AMERSFOORT_RD

TO_X = (
    (0, 1, 190094.945), (1, 1, -11832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
    (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
TO_Y = (
    (1, 0, 309056.544), (0, 2, 3638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
    (0, 1, 0.433), (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
)  # fmt: skip


def wgs84_to_rd(lon, lat):
    """(lon, lat) to Rijksdriehoek metres (x, y)."""
    p, q = 0.36 * (lat - AMERSFOORT[1]), 0.36 * (lon - AMERSFOORT[0])
    x, y = (sum(factor * p**i * q**j for i, j, factor in terms) for terms in (TO_X, TO_Y))
    return AMERSFOORT_RD[0] + x, AMERSFOORT_RD[1] + y
