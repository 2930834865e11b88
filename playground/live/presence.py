"""Every few seconds: closes the sockets of who may not be here any more.

A sign-out in this process closes them at once. This also notices a new password, a user who was switched off, and
what another process, or somebody in the database, has done.
"""

import asyncio
import logging

from django.db import Error

from playground.threads import in_database

from . import admission
from .sockets import SOCKETS

logger = logging.getLogger(__name__)

INTERVAL = 2.5  # seconds


async def presence() -> None:
    """Looks for ever."""
    while True:
        await asyncio.sleep(INTERVAL)
        if visitors := SOCKETS.visitors():
            try:
                await SOCKETS.close_sessions(await in_database(admission.signed_out, visitors))
            except Error as error:
                logger.warning("sessions could not be looked at: %s", error)
