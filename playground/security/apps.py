from django.apps import AppConfig


class Config(AppConfig):
    name = "playground.security"

    def ready(self) -> None:
        from . import checks, database  # noqa: F401, PLC0415 - registers them
