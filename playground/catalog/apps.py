from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "playground.catalog"
    verbose_name = _("Models")

    def ready(self) -> None:
        """Listens for changes of groups."""
        from . import receivers  # noqa: F401, PLC0415 - after the models
