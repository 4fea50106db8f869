"""The layouts learnt from corrections, one a source: rules to read, change, switch off and delete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from archive.admin.bases import ModelAdmin, ModelForm, TabularInline
from archive.models import LearntRule, SourceProfile
from archive.parsing.profile.profile_rules import BadRule, LayoutRule
from archive.uploads.layouts.trying import tried


class RuleForm(ModelForm[LearntRule]):
    """One rule as text. An unusable rule is refused with advice."""

    class Meta:
        model = LearntRule
        fields = ("is_used", "kind", "text")
        widgets = {"text": forms.TextInput(attrs={"class": "vTextField"})}

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that the parser could not use."""
        data = super().clean() or self.cleaned_data
        try:
            data["text"] = LayoutRule(data.get("kind", ""), data.get("text", "")).checked().text
        except BadRule as fault:
            self.add_error("text", str(fault))
        return data


class RuleInline(TabularInline[LearntRule, SourceProfile]):
    """The rules of a source's layout."""

    model = LearntRule
    form = RuleForm
    extra = 1
    fields = ("sentence", "is_used", "kind", "text", "seen")
    readonly_fields = ("sentence", "seen")

    @admin.display(description="In words")
    def sentence(self, rule: LearntRule) -> str:
        return str(rule) if rule.pk else ""


@admin.register(SourceProfile)
class SourceProfileAdmin(ModelAdmin[SourceProfile]):
    """How the files of a source are laid out, as learnt from corrections."""

    list_display = ("source", "is_used", "corrections", "hindrance", "updated_at")
    list_select_related = ("source",)
    search_fields = ("source__name",)
    fields = ("source", "is_used", "corrections", "hindrance")
    readonly_fields = ("source", "corrections", "hindrance")
    inlines = (RuleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rules and try them on the source's published transcripts."""
        super().save_related(request, form, formsets, change)
        profile = tried(SourceProfile.objects.get(pk=form.instance.pk))
        if profile.hindrance:
            messages.warning(request, f"{profile.hindrance} It is not used until that is corrected.")
