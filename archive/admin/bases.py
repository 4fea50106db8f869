"""Django's admin classes, that may be told their model as mypy wants them told; Django's own cannot be subscripted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import ModelForm
else:

    class _Told:
        def __class_getitem__(cls, model: Any) -> type:
            """Return the class itself."""
            return cls

    class ModelAdmin(_Told, admin.ModelAdmin):
        """Django's."""

    class TabularInline(_Told, admin.TabularInline):
        """Django's."""

    class ModelForm(_Told, forms.ModelForm):
        """Django's."""


__all__ = ["ModelAdmin", "ModelForm", "TabularInline"]
