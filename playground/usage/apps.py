from django.apps import AppConfig


class Config(AppConfig):
    name = "playground.usage"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - after the models
