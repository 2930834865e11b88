from django.apps import AppConfig


class Config(AppConfig):
    name = "playground.chat"

    def ready(self) -> None:
        from .services import activity  # noqa: F401, PLC0415 - after the models; it registers itself
