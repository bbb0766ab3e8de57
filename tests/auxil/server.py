"""The assistant as two real servers on loopback, for tests over HTTP."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import requests

from bot import model

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`rasa run --enable-api` with `rasa run actions`; use it as a context manager."""

    def __init__(self) -> None:
        self.port = free_port()
        self.actions_port = free_port()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._log_path = Path(tempfile.mkdtemp(prefix="netwerkwijzer-server-")) / "server.log"

    def __enter__(self) -> Server:
        try:
            self._start_both()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start_both(self) -> None:
        endpoints = Path(os.environ["NETWERKWIJZER_VAR"]) / "endpoints.yml"
        text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
        text = re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{self.actions_port}", text)
        endpoints.write_text(text, encoding="utf-8")
        self._start("run", "actions", "--port", str(self.actions_port))
        self._start(
            "run",
            "--enable-api",
            "--interface",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--endpoints",
            str(endpoints),
            "--model",
            str(model.model_path()),
        )
        self._wait(f"http://127.0.0.1:{self.actions_port}/health")
        self._wait(f"http://127.0.0.1:{self.port}/webhooks/rest/")
        deadline = time.time() + START_SECONDS
        while not self.ready() and time.time() < deadline:
            time.sleep(0.5)
        if not self.ready():
            raise RuntimeError(f"the model is not loaded after {START_SECONDS} s; {self.log()}")

    def ready(self) -> bool:
        """Whether the model is loaded."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{self.port}/status", timeout=5).ok
        return False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "rasa", *arguments]
        env = {**os.environ, "PYTHONWARNINGS": "ignore"}
        with self._log_path.open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        self._processes.append(process)

    def _wait(self, address: str) -> None:
        deadline = time.time() + START_SECONDS
        while time.time() < deadline:
            with contextlib.suppress(requests.RequestException):
                if requests.get(address, timeout=2).ok:
                    return
            time.sleep(0.3)
        raise RuntimeError(f"no answer from {address}; see {self.log()}")

    def log(self) -> str:
        """What the servers wrote."""
        return self._log_path.read_text(encoding="utf-8", errors="replace")

    def send(self, sender: str, message: Any) -> list[dict[str, Any]]:
        """One message over the REST channel; its answers."""
        answer = requests.post(
            f"http://127.0.0.1:{self.port}/webhooks/rest/webhook",
            json={"sender": sender, "message": message},
            timeout=60,
        )
        answer.raise_for_status()
        return list(answer.json())
