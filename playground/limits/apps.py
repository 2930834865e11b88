from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "playground.limits"
    verbose_name = _("Limits")

    def ready(self) -> None:
        from . import section  # noqa: F401, PLC0415 - after the models
