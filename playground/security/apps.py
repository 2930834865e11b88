import threading

from django.apps import AppConfig


class Config(AppConfig):
    name = "playground.security"

    def ready(self) -> None:
        from . import checks, database  # noqa: F401, PLC0415 - registers them
        from .redaction import log_fault  # noqa: PLC0415 - with them

        threading.excepthook = log_fault
