"""Connects the rest to the live layer: what was queued starts at once, what was stopped stops at once, and a
sign-out closes its sockets at once. All three would be noticed within seconds anyway."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from playground.chat.signals import generation_queued, stop_requested

from . import current


@receiver(generation_queued)
def start(sender: object, generation_id: int, **kwargs: Any) -> None:
    current.start_generation(generation_id)


@receiver(stop_requested)
def stop(sender: object, generation_id: int, **kwargs: Any) -> None:
    current.stop_generation(generation_id)


@receiver(user_logged_out)
def sign_out(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    if request.session.session_key:
        current.close_session(request.session.session_key)
