"""Belgium on a flat map, in metres: what a database can compare without trigonometry."""

from __future__ import annotations

import math

EARTH_M = 6_371_000.0

_NORTH, _SOUTH = math.radians(51 + 10 / 60), math.radians(49 + 50 / 60)
_LAT, _LON = math.radians(50.797815), math.radians(4.359216)
"""Standard parallels and middle of Belgium's own map (Lambert 2008, National Geographic Institute).

On the sphere that `bot.core.places.distance_km` uses, so that both measure the same: within Belgium
they differ by less than a metre in a thousand.
"""


def _cone(lat: float) -> float:
    return math.tan(math.pi / 4 + lat / 2)


_N = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(_cone(_NORTH) / _cone(_SOUTH))
_F = math.cos(_SOUTH) * _cone(_SOUTH) ** _N / _N
_RHO = EARTH_M * _F / _cone(_LAT) ** _N


def on_map(lat: float, lon: float) -> tuple[int, int]:
    """Metres to the east and to the north of the middle of Belgium.

    A Lambert conformal conic projection (Snyder, *Map Projections*, 1987, p. 107).

    Args:
        lat, lon: degrees (WGS 84).
    """
    rho = EARTH_M * _F / _cone(math.radians(lat)) ** _N
    turn = _N * (math.radians(lon) - _LON)
    return round(rho * math.sin(turn)), round(_RHO - rho * math.cos(turn))


def apart_km(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Kilometres between two points of the map, given in metres."""
    return math.hypot(a[0] - b[0], a[1] - b[1]) / 1000
