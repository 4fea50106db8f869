"""Django's admin classes, made subscriptable by their model for mypy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import ModelForm
else:

    class _Subscriptable:
        def __class_getitem__(cls, model: Any) -> type:
            return cls

    class ModelAdmin(_Subscriptable, admin.ModelAdmin):
        """Django's class, subscriptable."""

    class TabularInline(_Subscriptable, admin.TabularInline):
        """Django's class, subscriptable."""

    class ModelForm(_Subscriptable, forms.ModelForm):
        """Django's class, subscriptable."""


def ignore_fields_without_name() -> None:
    """Make every admin page ignore an empty `_to_field=` and refuse one that names a relation.

    Django fails with an error on both.
    """
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
