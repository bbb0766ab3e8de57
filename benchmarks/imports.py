"""How long an import takes, from the command to the last row written: 'make bench-directory'.

    python benchmarks/imports.py --rows 100000

The initiatives are made up as in `benchmarks/directory.py`. Each format is brought into a new
database by the command itself, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from directory import ROOT, made_up
from sqlalchemy import create_engine, text

from bot import content
from bot.bootstrap import connected
from bot.core.initiatives import Initiative
from bot.exchange import csv_file, data_inclusion, hsds_json, hsds_package
from bot.store.directory import Directory

DATA = ROOT / "data"
FILES: dict[str, tuple[str, Callable[[Sequence[Initiative], Path], Any]]] = {
    "csv": ("table.csv", csv_file.write),
    "hsds (JSON)": ("services.json", hsds_json.write),
    "hsds (package)": ("package.zip", hsds_package.write),
    "data-inclusion": ("french.json", data_inclusion.write),
}


def brought_in(path: Path, kind: str, url: str, var: Path) -> tuple[float, float]:
    """Seconds of the command, and the most memory it took, in MB."""
    command = [sys.executable, "-m", "bot.cli", "directory", "import", str(path), "--format", kind]
    environment = {**os.environ, "DATABASE_URL": url, "NETWERKWIJZER_VAR": str(var)}
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        said = running.stderr.read() if running.stderr else b""
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        sys.exit(said.decode())
    return time.perf_counter() - start, used.ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    chosen = parser.parse_args()
    real = content.load_initiatives(DATA / "initiatives.csv")
    places = content.load_places(DATA / "places.csv")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = [one for part in made_up(chosen.rows, places, real) for one in part]
        for name, write in FILES.values():
            write(made, folder / name)
        del made
        sys.path.insert(0, str(ROOT / "tests"))
        from auxil.postgres import server as started

        server = stack.enter_context(started())
        print("| format | file MB | database | seconds | most memory MB |")
        print("|---|---|---|---|---|")
        for number, (kind, (name, _)) in enumerate(FILES.items()):
            path = folder / name
            for database in ("sqlite", "postgresql"):
                url = f"sqlite:///{folder / f'{number}.db'}"
                if database == "postgresql":
                    url = f"{server}/import{number}"
                    keeper = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
                    with keeper.connect() as connection:
                        connection.execute(text(f"CREATE DATABASE import{number}"))
                engine = connected(url)
                Directory(engine).fill(DATA)
                engine.dispose()
                seconds, memory = brought_in(path, kind.split()[0], url, folder)
                size = path.stat().st_size / 1e6
                print(
                    f"| {kind} | {size:.0f} | {database} | {seconds:.0f} | {memory:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
