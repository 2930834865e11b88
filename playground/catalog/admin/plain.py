"""Choices without buttons to add, change and look at what is chosen: their pages are in the menu."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


class PlainChoices(ModelAdmin):  # type: ignore[type-arg]
    """A base of a ModelAdmin."""

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> Any:
        """The field with its own widget."""
        field = super().formfield_for_dbfield(*args, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field
