"""Django under ASGI with one change of thread per request.

Django's own handler changes threads for every middleware hook and makes a new thread for each request. All of our
views are plain functions, so here a whole request, from its start signal to its close, is one call in one of the
threads of `playground.threads`, whose database connections stay open.
"""

import asyncio
import contextvars
import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from playground.threads import PAGES

Scope = dict[str, Any]


class Handler(ASGIHandler):
    """Serves `http` scopes."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self._in_thread(self._respond, scope, body)
        await self.send_response(response, send)
        if response.streaming:
            await self._in_thread(response.close)

    async def read_body(self, receive: Any) -> Any:
        """The body as a file. One that is too large is cut, so that the view refuses it instead of the disk filling."""
        size = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        body = tempfile.SpooledTemporaryFile(max_size=size, mode="w+b")  # noqa: SIM115 - the request closes it
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                body.close()
                raise RequestAborted
            if body.tell() <= settings.REQUEST_BYTES:
                body.write(message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        return body

    def _respond(self, scope: Scope, body: Any) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        if request is None:
            response: HttpResponseBase = refusal or HttpResponse(status=400)
        elif body.seek(0, 2) > settings.REQUEST_BYTES:
            response = HttpResponse("413 Payload too large", status=413, content_type="text/plain")
        else:
            body.seek(0)
            response = self.get_response(request)
        response._handler_class = self.__class__  # type: ignore[attr-defined]
        if not response.streaming:
            response.close()  # tells that the request is over; the content stays readable
            body.close()
        return response

    async def _in_thread(self, function: Any, *args: Any) -> Any:
        run = contextvars.copy_context().run
        return await asyncio.get_running_loop().run_in_executor(PAGES, run, function, *args)
