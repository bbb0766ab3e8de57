"""A picture of where the initiatives are: a small map of Belgium for each work model."""

from __future__ import annotations

import datetime
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.core.initiatives import Initiative
from bot.core.places import Place
from bot.core.work_models import WORK_MODELS

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""

COLOURS = ("#0072b2", "#e69f00", "#000000", "#009e73", "#d55e00", "#cc79a7", "#56b4e9")
"""One for each work model: the palette of Okabe and Ito, which colour-blind people can tell apart,
without its yellow, which is pale on white."""

GREY, DARK, MUTED = "#c6cbd1", "#222222", "#666b70"
LINE = "#9aa0a6"

BELGIUM = (49.40, 51.54, 2.50, 6.42)
BRUSSELS = (50.772, 50.918, 4.245, 4.489)
"""South, north, west and east of what a map shows, in degrees."""

INSET = (0.0, 0.0, 0.385, 0.42)
"""Where the inset of Brussels stands in a map: left, bottom, width and height, as parts of it."""

SIZE = (13.6, 6.9)
"""Width and height of the picture in inches."""

DOTS_PER_INCH = 144
"""Of the picture in a PNG, and of the grey dots in an SVG."""

TOWN = 2.2
"""The area of a grey dot in square points."""

ONE = 13.0
"""The area of a dot for one initiative, in square points; for four it is four times as large."""

MOST_AT_FULL_SIZE = 30
"""With more initiatives than this in one spot, all dots but the smallest are drawn smaller."""

FONT = "DejaVu Sans"
"""It comes with matplotlib."""

OTHER_FONTS = "Verdana, sans-serif"
"""For a browser that lacks it."""

LEGEND = (1, 5, 20)
"""Of how many units a dot is explained."""

ROWS, COLUMNS = 2, 4


def draw(
    initiatives: Sequence[Initiative],
    positions: Mapping[str, Point],
    places: Iterable[Place],
    names: Mapping[str, str],
    today: datetime.date,
    path: Path,
) -> None:
    """Draws every initiative on a map of its work models, one map for each, into a file.

    The same directory on the same day gives the same bytes.

    Args:
        positions: id -> where it stands; who has none, or is there for a whole area, is counted
            beside the maps.
        places: their dots show the shape of the country.
        names: work model -> what it is called.
        path: a picture by its ending, ``.svg`` or ``.png``.

    Raises:
        ValueError: the path has another ending.
        OSError: the picture cannot be written.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("svg", "png"):
        raise ValueError(f"{path}: is not a picture that ends in .svg or .png")
    # Drawing takes a second to load, and nothing else needs it.
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    ground = [(place.lat, place.lon) for place in places]
    drawn = [i for i in initiatives if i.scope != "area" and i.id in positions]
    spots = {
        model: Counter(positions[i.id] for i in drawn if model in i.work_models)
        for model in WORK_MODELS
    }
    most = max((max(there.values()) for there in spots.values() if there), default=1)
    unit = math.ceil(most / MOST_AT_FULL_SIZE)
    settings = {"svg.hashsalt": "netwerkwijzer", "svg.fonttype": "none", "font.family": FONT}
    with rc_context(settings):
        figure = Figure(figsize=SIZE, facecolor="white")
        maps = figure.subplots(
            ROWS,
            COLUMNS,
            gridspec_kw={
                "left": 0.012,
                "right": 0.988,
                "bottom": 0.02,
                "top": 0.92,
                "wspace": 0.06,
                "hspace": 0.17,
            },
        ).flat
        for axes, model, colour in zip(maps, WORK_MODELS, COLOURS, strict=False):
            _map(axes, ground, spots[model], unit, colour)
            _title(axes, names[model], spots[model])
        _legend(maps[len(WORK_MODELS)], initiatives, len(drawn), unit, today)
        picture = io.BytesIO()
        # A date inside the file would make it another one every day.
        metadata = {"Date": None, "Title": "Initiatives by work model"} if kind == "svg" else None
        figure.savefig(picture, format=kind, dpi=DOTS_PER_INCH, metadata=metadata)
    drawing = picture.getvalue()
    if kind == "svg":
        drawing = drawing.replace(f"'{FONT}'".encode(), f"'{FONT}', {OTHER_FONTS}".encode())
    path.write_bytes(drawing)


def _map(
    axes: Any, ground: Sequence[Point], spots: Mapping[Point, int], unit: int, colour: str
) -> None:
    """The country with a dot for each spot; Brussels, where they are dense, in an inset.

    Args:
        unit: for how many initiatives the smallest dot stands.
    """
    from matplotlib.colors import to_rgba

    dense = {spot: count for spot, count in spots.items() if _inside(spot, BRUSSELS)}
    wide = {spot: count for spot, count in spots.items() if spot not in dense}
    _frame(axes, BELGIUM)
    _dots(axes, ground, TOWN)
    _bubbles(axes, wide, unit, colour)
    inset = axes.inset_axes(INSET)
    _frame(inset, BRUSSELS)
    _dots(inset, [spot for spot in ground if _inside(spot, BRUSSELS)], 4 * TOWN)
    _bubbles(inset, dense, unit, colour)
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    inset.set_title("Brussel · Bruxelles", fontsize=7, color=MUTED, pad=3, bbox=behind)
    for side in inset.spines.values():
        side.set(visible=True, color=LINE, linewidth=0.8)
    square, lines = axes.indicate_inset_zoom(inset, edgecolor=LINE, linewidth=0.8, alpha=None)
    # The square has a tint where the inset holds something.
    square.set(facecolor=to_rgba(colour, 0.3 if dense else 0), fill=True, zorder=2)
    for line in lines:
        line.set(linewidth=0.5, zorder=2)


def _frame(axes: Any, area: tuple[float, float, float, float]) -> None:
    """An empty map of an area, on which a kilometre is as long in each direction."""
    south, north, west, east = area
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    for side in axes.spines.values():
        side.set_visible(False)


def _dots(axes: Any, ground: Sequence[Point], area: float) -> None:
    """The towns and villages: pixels in an SVG too, as seven countries of shapes are a megabyte.

    Args:
        area: of a dot, in square points.
    """
    latitudes, longitudes = zip(*ground, strict=True) if ground else ((), ())
    axes.scatter(
        longitudes,
        latitudes,
        s=area,
        color=GREY,
        linewidths=0,
        zorder=1,
        rasterized=True,
    )


def _bubbles(axes: Any, spots: Mapping[Point, int], unit: int, colour: str) -> None:
    """A dot for each spot, its area as large as the number there; the large ones lie below."""
    for count in sorted(set(spots.values()), reverse=True):
        here = sorted(spot for spot, number in spots.items() if number == count)
        axes.plot(
            [lon for _, lon in here],
            [lat for lat, _ in here],
            "o",
            markersize=_width(count / unit),
            color=colour,
            markeredgecolor="white",
            markeredgewidth=0.6,
            zorder=3,
        )


def _width(units: float) -> float:
    """How wide a dot is, in points, when one unit is the smallest."""
    return math.sqrt(ONE * max(1.0, units))


def _title(axes: Any, name: str, spots: Mapping[Point, int]) -> None:
    count = sum(spots.values())
    dense = sum(n for spot, n in spots.items() if _inside(spot, BRUSSELS))
    axes.text(0, 1.075, name, transform=axes.transAxes, weight="bold", size=10.5, color=DARK)
    told = f"{count} initiatives, {dense} of them in and around Brussels"
    axes.text(0, 1.015, told, transform=axes.transAxes, size=8, color=MUTED)


def _legend(
    axes: Any, initiatives: Sequence[Initiative], drawn: int, unit: int, today: datetime.date
) -> None:
    """What the picture shows, how large a dot is, the date, and what is not on the maps."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    area = sum(i.scope == "area" for i in initiatives)
    lost = len(initiatives) - drawn - area
    axes.text(0.06, 0.9, "Initiatives by work model", weight="bold", size=13, color=DARK)
    lines = (
        f"{len(initiatives)} rows in the directory on {today.isoformat()}.",
        "With several work models: on several maps.",
        f"Not on a map: {area} for a whole area,",
        f"{lost} without a known place.",
        "A place stands in the middle of its postal code.",
    )
    for line, told in enumerate(lines):
        axes.text(0.06, 0.8 - 0.07 * line, told, size=8.5, color=DARK)
    axes.text(0.06, 0.41, "Initiatives in one spot", size=8.5, color=MUTED)
    for at, units in zip((0.09, 0.23, 0.42), LEGEND, strict=True):
        width = _width(units)
        axes.plot([at], [0.29], "o", markersize=width, color=MUTED, markeredgecolor="white")
        axes.text(at + 0.02 + width / 430, 0.29, units * unit, size=8.5, va="center")
    axes.plot([0.09], [0.14], "o", markersize=2 * math.sqrt(TOWN), color=GREY, markeredgewidth=0)
    axes.text(0.12, 0.14, "A town or village", size=8.5, color=MUTED, va="center")


def _inside(spot: Point, area: tuple[float, float, float, float]) -> bool:
    south, north, west, east = area
    return south <= spot[0] <= north and west <= spot[1] <= east
