"""Django's admin classes, that may be told their model as mypy wants them told; Django's own cannot be subscripted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import ModelForm
else:

    class _Told:
        def __class_getitem__(cls, model: Any) -> type:
            return cls

    class ModelAdmin(_Told, admin.ModelAdmin):
        """Django's."""

    class TabularInline(_Told, admin.TabularInline):
        """Django's."""

    class ModelForm(_Told, forms.ModelForm):
        """Django's."""


def ignore_fields_without_name() -> None:
    """Have every page of the admin take `_to_field=` for none and one of a relation for wrong; Django's fails at both."""
    found, allowed = admin.ModelAdmin.get_object, admin.ModelAdmin.to_field_allowed

    def get_object(self: admin.ModelAdmin[Any], request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return found(self, request, object_id, from_field or None)

    def to_field_allowed(self: admin.ModelAdmin[Any], request: HttpRequest, to_field: str) -> bool:
        try:
            return allowed(self, request, to_field)
        except AttributeError:
            return False

    admin.ModelAdmin.get_object = get_object  # type: ignore[method-assign]
    admin.ModelAdmin.to_field_allowed = to_field_allowed  # type: ignore[method-assign, assignment]


__all__ = ["ModelAdmin", "ModelForm", "TabularInline", "ignore_fields_without_name"]
