"""A PostgreSQL server of our own, started from the installed programs and thrown away after."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 60
NOBODY_ELSE = 0o700


def programs() -> Path:
    """The folder with ``initdb`` and ``postgres``: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists():
            return folder
    raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server; gives its SQLAlchemy address, without the name of a database."""
    folder = Path(tempfile.mkdtemp(prefix="nw-pg-"))
    data, log = folder / "data", folder / "log"
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        # It refuses to run as root: the user that its package made, or whoever has no rights.
        names = {user.pw_name for user in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        who = {"user": user.pw_uid, "group": user.pw_gid}
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(NOBODY_ELSE)
    port = _free_port()
    made = [programs() / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"]
    command = [programs() / "postgres", "-D", data, "-p", str(port), "-k", folder]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off"]
    try:
        made += ["--no-sync", "--locale=C.UTF-8"]
        subprocess.run(made, check=True, cwd="/", capture_output=True, **who)
        with log.open("wb") as output:
            running = subprocess.Popen(command, cwd="/", stdout=output, stderr=output, **who)
        try:
            _wait(running, port, log)
            yield f"postgresql+psycopg2://tester@127.0.0.1:{port}"
        finally:
            # Sends away who is still connected, where SIGTERM would wait for them.
            running.send_signal(signal.SIGINT)
            running.wait(PATIENCE_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Waits until the server takes connections."""
    import psycopg2

    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=port, user="tester", dbname="postgres").close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
