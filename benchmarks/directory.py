"""How long a search takes in a directory of a thousand, and of a million: 'make bench-directory'.

    python benchmarks/directory.py --sizes 1000 10000 100000 1000000

The initiatives are made up: the flags of real ones, in places drawn by how many people live there,
one in a hundred for a whole area. Searches are as a talk makes them: from a place drawn the same
way, mostly ten kilometres around. Each table is searched by a process of its own, which holds
nothing else, so that its memory tells something.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bot import content  # noqa: E402
from bot.bootstrap import connected  # noqa: E402
from bot.core.initiatives import Initiative  # noqa: E402
from bot.core.places import Place  # noqa: E402
from bot.core.questions import LIKES, QUESTIONS  # noqa: E402
from bot.core.search import FIRST_REACH, REACHES_KM, Wanted  # noqa: E402
from bot.core.work_models import WORK_MODELS  # noqa: E402
from bot.store.directory import Directory  # noqa: E402
from bot.store.search import DirectorySearch  # noqa: E402

LIKED = {"cooking": ("kook", "koken", "eten"), "walking": ("wandel",), "music": ("muziek", "zing")}
ONE_IN = 100
"""So many initiatives for each one that is for a whole area."""
AT_ONCE = 50_000
SPREAD_KM = 2.0
KM_A_DEGREE = 111.2
SEARCHES = 600
FIRST_SEARCHES = 50
"""Not counted: the database and Python warm up."""
MOST = 12


def weights(places: list[Place]) -> list[float]:
    """How many people live at each place: those of a municipality shared out over its places."""
    shared: dict[str, int] = {}
    living: dict[str, int] = {}
    for place in places:
        shared[place.nis_code] = shared.get(place.nis_code, 0) + 1
        living[place.nis_code] = max(living.get(place.nis_code, 0), place.population)
    return [max(living[p.nis_code], 1000) / shared[p.nis_code] for p in places]


def made_up(size: int, places: list[Place], real: list[Initiative]) -> Iterator[list[Initiative]]:
    """Initiatives, some thousands at a time."""
    chance = random.Random(size)
    local = [i for i in real if i.scope == "local" and i.is_door]
    regional = [i for i in real if i.scope == "area" and i.is_door]
    share = weights(places)
    for start in range(0, size, AT_ONCE):
        part = []
        numbers = range(start, min(start + AT_ONCE, size))
        for number, place in zip(
            numbers, chance.choices(places, share, k=len(numbers)), strict=True
        ):
            if number % ONE_IN == 0:
                part.append(dataclasses.replace(chance.choice(regional), id=f"n{number}"))
                continue
            part.append(
                dataclasses.replace(
                    chance.choice(local),
                    id=f"n{number}",
                    postal_code=place.postal_code,
                    municipality=place.municipality_nl,
                    part_of_municipality=place.name_nl,
                    street_address="Markt 1",
                    lat=place.lat + chance.gauss(0, SPREAD_KM / KM_A_DEGREE),
                    lon=place.lon + chance.gauss(0, SPREAD_KM / KM_A_DEGREE),
                    note="",
                )
            )
        yield part


def someone(chance: random.Random, places: list[Place], share: list[float]) -> Wanted:
    """Somebody who looks, as talks go."""
    place = chance.choices(places, share)[0]
    language = "fr" if place.region != "flanders" and chance.random() < 0.8 else "nl"
    return Wanted(
        work_model=chance.choice(WORK_MODELS),
        place=place,
        reach_km=REACHES_KM[FIRST_REACH],
        language=language,
        only_language=language,
        wishes=frozenset(chance.sample(QUESTIONS["wish"], 1)),
        likes=frozenset(chance.sample(LIKES, 1) if chance.random() < 0.3 else ()),
        rotation=chance.randint(0, 10**9),
    )


def search(url: str) -> dict[str, float]:
    """What one process measures in a directory that is there; runs alone."""
    engine = connected(url)
    places = Directory(engine).places()
    share, chance = weights(places), random.Random(1)
    looking = DirectorySearch(engine)
    times, found = [], 0
    before = 0
    for number in range(FIRST_SEARCHES + SEARCHES):
        wanted = someone(chance, places, share)
        start = time.perf_counter()
        found += len(looking.find(wanted, MOST))
        times.append(1000 * (time.perf_counter() - start))
        if number == FIRST_SEARCHES:
            before = resident()
    after = resident()
    chance, in_reach = random.Random(2), []
    for _ in range(60):
        wanted = someone(chance, places, share)
        x, y = wanted.at or (0, 0)
        count = text(
            "SELECT count(*) FROM doors WHERE work_model = :m AND"
            " (x - :x) * (x - :x) + (y - :y) * (y - :y) <= :r"
        )
        values = {"m": wanted.work_model, "x": x, "y": y, "r": int((wanted.reach_km * 1000) ** 2)}
        with engine.connect() as connection:
            in_reach.append(connection.execute(count, values).scalar_one())
    times = sorted(times[FIRST_SEARCHES:])
    return {
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "most": times[-1],
        "reach": statistics.mean(in_reach),
        "memory": after,
        "grown": after - before,
        "found": found,
    }


def resident() -> float:
    """Memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def filled(engine: Engine, size: int) -> float:
    """Fills a database; the seconds it took."""
    directory = Directory(engine, LIKED)
    directory.fill(ROOT / "data")
    real = content.load_initiatives(ROOT / "data" / "initiatives.csv")
    start = time.perf_counter()
    for part in made_up(size, directory.places(), real):
        directory.put(part, "made up")
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--search", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.search:
        print(json.dumps(search(chosen.search)))
        return
    print(
        "| database | initiatives | of one way in reach | p50 ms | p95 ms | longest ms"
        " | memory MB | grown MB | filled s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kinds = [chosen.only] if chosen.only else ["sqlite", "postgresql"]
        server = ""
        if "postgresql" in kinds:
            from auxil.postgres import server as started

            server = stack.enter_context(started())
        for kind in kinds:
            for size in chosen.sizes:
                url = f"sqlite:///{folder / str(size)}.db"
                if kind == "postgresql":
                    url = f"{server}/bench{size}"
                    keeper = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
                    with keeper.connect() as connection:
                        connection.execute(text(f"CREATE DATABASE bench{size}"))
                engine = connected(url)
                seconds = filled(engine, size)
                engine.dispose()
                command = [sys.executable, __file__, "--search", url]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                line = json.loads(done.stdout.splitlines()[-1])
                print(
                    f"| {kind} | {size:,} | {line['reach']:,.0f} | {line['p50']:.1f}"
                    f" | {line['p95']:.1f} | {line['most']:.1f} | {line['memory']:.0f}"
                    f" | {line['grown']:.1f} | {seconds:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
