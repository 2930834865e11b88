"""The password, asked for again in the admin panel."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.forms import ModelForm, PasswordInput
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext

from . import sudo
from .forms import PasswordAgainForm

if TYPE_CHECKING:
    Base = ModelAdmin[Any]
else:
    Base = object


class Required(Base):
    """Goes before ModelAdmin: adding, changing, deleting and actions want the password. Lists can be read without.

    A form that was open for too long comes back as it was filled in, with a field for the password above it.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or sudo.is_fresh(request):
            return self._guarded_changeform(request, object_id, form_url, extra_context)
        again = _again(request)
        if again.is_valid():
            sudo.confirm(request)
        else:
            request.is_stale = True  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "password_again": again})

    @method_decorator(sudo.required)
    def _guarded_changeform(self, request: HttpRequest, *args: Any) -> Any:
        return super().changeform_view(request, *args)

    @method_decorator(sudo.required)
    def delete_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().delete_view(*args, **kwargs)

    @method_decorator(sudo.required_to_post)
    def changelist_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changelist_view(*args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that refuses everything, while the password is missing."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("Refusing", (_Refusal, form), {}) if getattr(request, "is_stale", False) else form


class _Refusal(ModelForm):  # type: ignore[type-arg]
    def clean(self) -> Any:
        super().clean()
        for name, field in self.fields.items():
            if isinstance(field.widget, PasswordInput) and self.data.get(self.add_prefix(name)):
                self.add_error(name, gettext("Type it again: secrets are not kept."))
        raise ValidationError(
            gettext(
                "Nothing was saved yet: it is a while since you typed your password. Type it above, and save again."
            )
        )


def _again(request: HttpRequest) -> PasswordAgainForm:
    typed = request.POST if "again-password" in request.POST else None
    return PasswordAgainForm(request, typed, prefix="again")
