"""The whole assistant in one process: Rasa's agent, with the actions beside it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from bot.bootstrap import ROOT


class ModelDoesNotLoad(RuntimeError):
    """There is a model file, but no assistant comes out of it."""


class LocalActions(EndpointConfig):
    """An action endpoint that runs the actions in this process."""

    def __init__(self) -> None:
        super().__init__(url="local")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Runs one action; takes and returns what the HTTP endpoint would."""
        return await self._executor.run(kwargs["json"])


def serve(model: Path, credentials: Path, interface: str, port: int) -> None:
    """Serves the channels of `credentials.yml` in one process, until it is stopped.

    Args:
        interface: address to listen on; loopback unless somebody decides otherwise.
    """
    from rasa.core.run import serve_application

    configure_structlog(logging.WARNING)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = LocalActions()
    serve_application(
        str(model),
        interface=interface,
        port=port,
        credentials=str(credentials),
        endpoints=endpoints,
        enable_api=False,
    )


async def load(model: Path) -> Agent:
    """The assistant of a trained model, ready to talk.

    Raises:
        ModelDoesNotLoad: the model is broken or was trained by another version.
    """
    configure_structlog(logging.ERROR)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = LocalActions()
    try:
        agent = await load_agent(str(model), endpoints=endpoints)
    except Exception as error:
        raise ModelDoesNotLoad(str(error)) from error
    if not agent.is_ready():
        raise ModelDoesNotLoad(f"no assistant in {model.name}")
    return agent
