"""The bot as its own process, talking to the Telegram server of the tests."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from auxil.server import ROOT, free_port
from auxil.telegram_server import TelegramServer

START_SECONDS = 120
PINS = {
    "Gent": (51.0412, 3.7269),
    "Antwerpen": (51.2194, 4.4025),
    "Bruxelles-Ville": (50.8466, 4.3528),
}
"""Points for doors with a street, for the tests: nobody has looked up real ones yet."""

WEBHOOK_SECRET = "a-secret-that-only-the-tests-know"


class RunningBot:
    """`netwerkwijzer telegram` in a process that can be killed and started again.

    Args:
        server: the Telegram server that it talks to.
        webhook: whether it gets its updates by webhook; else it polls.
        environment: other settings of the process.
    """

    def __init__(
        self,
        server: TelegramServer,
        webhook: bool = False,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.server = server
        self.port = free_port()
        # It stays as long as the bot does: one may be started again after its block.
        self._folder = tempfile.TemporaryDirectory(
            prefix="netwerkwijzer-telegram-", ignore_cleanup_errors=True
        )
        self.var = Path(self._folder.name)
        self.log_path = self.var / "bot.log"
        self.environment = {
            **os.environ,
            "NETWERKWIJZER_VAR": str(self.var),
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API": server.url,
            "PYTHONWARNINGS": "ignore",
        }
        self.environment.pop("DATABASE_URL", None)
        self.environment.update(environment or {})
        if webhook:
            address = f"http://127.0.0.1:{self.port}/webhooks/telegram/webhook"
            self.environment["TELEGRAM_WEBHOOK_URL"] = address
            self.environment["TELEGRAM_SECRET"] = WEBHOOK_SECRET
        self.process: subprocess.Popen[bytes] | None = None
        self.fill()

    @property
    def database(self) -> Path:
        """The bot's own database."""
        return self.var / "netwerkwijzer.db"

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def fill(self) -> None:
        """Fills the directory; in a file of its own, with points for the doors of three towns."""
        code = "from bot import bootstrap as b; b.directory().fill(b.settings().data); b.secret()"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True)
        if "DATABASE_URL" in self.environment:
            return
        with sqlite3.connect(self.database) as database:
            for town, (lat, lon) in PINS.items():
                database.execute(
                    "UPDATE initiatives SET lat = ?, lon = ? "
                    "WHERE municipality = ? AND street_address != ''",
                    (lat, lon, town),
                )

    def __enter__(self) -> RunningBot:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, wait: bool = True) -> None:
        """Starts the process, and waits until it listens to Telegram."""
        before = len(self.server.called("getMe"))
        command = [sys.executable, "-m", "bot.cli", "telegram", "--port", str(self.port)]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.time() + START_SECONDS
        while wait and len(self.server.called("getMe")) == before:
            if self.process.poll() is not None or time.time() > deadline:
                raise RuntimeError(f"the bot does not start: {self.log()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Ends the process at once, as a power cut would."""
        if self.process is not None and self.runs:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ends the process as Ctrl-C would."""
        if self.process is not None and self.runs:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def log(self) -> str:
        """What the process wrote."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")
