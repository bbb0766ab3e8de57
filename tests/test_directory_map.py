"""The picture of where the initiatives are."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import run
from xml.etree import ElementTree

import pytest
from auxil.guide import DATA
from auxil.houses import house

from bot import content
from bot.core.initiatives import Initiative
from bot.core.places import Place
from bot.core.work_models import WORK_MODELS
from bot.directory_map import draw

TODAY = datetime.date(2026, 11, 22)
MOST_BYTES = 400_000
"""What may be committed as a picture in the documents."""

GENT, BRUSSELS = (51.05, 3.71667), (50.85045, 4.34878)


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return content.load_places(DATA / "places.csv")


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    models = content.load_work_models(DATA / "work_models.yml")
    return {model.id: model.name for model in models.values()}


@pytest.fixture(scope="module")
def initiatives() -> list[Initiative]:
    return content.load_initiatives(DATA / "initiatives.csv")


def positions(
    initiatives: Sequence[Initiative], places: Sequence[Place]
) -> dict[str, tuple[float, float]]:
    """Where each initiative stands that has a postal code: in the middle of that."""
    middle = {place.postal_code: (place.lat, place.lon) for place in reversed(places)}
    return {i.id: middle[i.postal_code] for i in initiatives if i.postal_code in middle}


def said(picture: Path) -> list[str]:
    """Every text in a drawing."""
    tree = ElementTree.parse(picture)
    return [text.text or "" for text in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.fixture(scope="module")
def picture(tmp_path_factory, initiatives, places, names) -> Path:
    """The real directory, drawn."""
    path = tmp_path_factory.mktemp("map") / "map.svg"
    draw(initiatives, positions(initiatives, places), places, names, TODAY, path)
    return path


def test_everybody_finds_the_seven_ways_with_how_many_there_are(
    picture, initiatives, places, names
) -> None:
    texts = said(picture)
    where = positions(initiatives, places)
    for model in WORK_MODELS:
        assert names[model] in texts
        local = [i for i in initiatives if model in i.work_models and i.scope == "local"]
        count = sum(i.id in where for i in local)
        assert texts[texts.index(names[model]) + 1].startswith(f"{count} initiatives, ")


def test_the_picture_says_its_day_and_what_it_leaves_out(picture, initiatives, places) -> None:
    texts = " ".join(said(picture))
    area = sum(i.scope == "area" for i in initiatives)
    lost = sum(i.scope != "area" for i in initiatives) - sum(
        i.id in positions(initiatives, places) for i in initiatives if i.scope != "area"
    )
    assert f"{len(initiatives)} rows in the directory on 2026-11-22." in texts
    assert f"{area} for a whole area, {lost} without a known place." in texts


def test_the_same_directory_gives_the_same_picture_small_enough_to_keep(
    picture, initiatives, places, names, tmp_path
) -> None:
    again = tmp_path / "other.svg"
    # Rows stand in any order in a table.
    draw(initiatives[::-1], positions(initiatives, places), places, names, TODAY, again)
    assert again.read_bytes() == picture.read_bytes()
    assert picture.stat().st_size < MOST_BYTES


def test_every_spot_has_one_dot_and_more_initiatives_a_larger_one(places, names, tmp_path) -> None:
    rows = [house(id=f"huis-{n}") for n in range(4)]
    where = {row.id: GENT for row in rows}

    def widths(shown: int) -> list[float]:
        path = tmp_path / f"{shown}.svg"
        draw(rows[:shown], where, places, names, TODAY, path)
        marks = re.findall(r'<path id="(\w+)" d="M 0 ([\d.]+)', path.read_text("utf-8"))
        used = re.findall(r'<use xlink:href="#(\w+)"[^>]*fill: #56b4e9', path.read_text("utf-8"))
        return [float(dict(marks)[mark]) for mark in used]

    [one], [four] = widths(1), widths(4)
    assert four == pytest.approx(2 * one, rel=0.01)


def test_in_a_very_large_directory_no_dot_covers_the_country(places, names, tmp_path) -> None:
    rows = [house(id=f"huis-{n}") for n in range(3000)]
    path = tmp_path / "large.svg"
    draw(rows, {row.id: BRUSSELS for row in rows}, places, names, TODAY, path)
    radii = [float(r) for r in re.findall(r'<path id="\w+" d="M 0 ([\d.]+)', path.read_text())]
    assert max(radii) < 12
    assert "2000" in said(path)


def test_an_empty_directory_is_an_empty_country(places, names, tmp_path) -> None:
    path = tmp_path / "empty.svg"
    draw([], {}, places, names, TODAY, path)
    assert "0 rows in the directory on 2026-11-22." in said(path)
    draw([], {}, [], names, TODAY, path)
    assert set(names.values()) <= set(said(path))


def test_a_picture_for_a_page_without_drawings(places, names, tmp_path) -> None:
    path = tmp_path / "map.png"
    draw([house()], {"huis": GENT}, places, names, TODAY, path)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_another_ending_is_refused_before_anything_is_written(names, tmp_path) -> None:
    path = tmp_path / "map.pdf"
    with pytest.raises(ValueError, match=r"map\.pdf: is not a picture that ends in"):
        draw([], {}, [], names, TODAY, path)
    assert not path.exists()


def test_nobody_waits_for_the_drawing_library_who_draws_nothing() -> None:
    code = "import bot.directory_map, sys; assert 'matplotlib' not in sys.modules"
    root = Path(__file__).resolve().parents[1]
    assert run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
