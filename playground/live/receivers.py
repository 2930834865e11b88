"""Connects history to the live layer: what was queued starts at once, what was stopped stops at once."""

from typing import Any

from django.dispatch import receiver

from playground.chat.signals import generation_queued, stop_requested

from . import lifecycle


@receiver(generation_queued)
def start(sender: object, generation_id: int, **kwargs: Any) -> None:
    lifecycle.start_generation(generation_id)


@receiver(stop_requested)
def stop(sender: object, generation_id: int, **kwargs: Any) -> None:
    lifecycle.stop_generation(generation_id)
