"""Speakers: names, aliases, and merging two speakers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from archive.admin.bases import ModelAdmin, ModelForm, TabularInline
from archive.admin.speaker_review import part_view, possible_namesakes, review_view
from archive.countries import country_name
from archive.importing.importer import announce
from archive.models import Speaker, SpeakerAlias, Transcript, write_locks
from archive.speakers import registry
from archive.uploads.uploader import editor

MERGED_AT_ONCE = 20


class AliasForm(ModelForm[SpeakerAlias]):
    """A name under which a speaker is known. Names that differ only in spelling count as one."""

    class Meta:
        model = SpeakerAlias
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"class": "vTextField", "aria-label": "Name"})}

    def clean_name(self) -> str:
        """Return the name on one line. Refuse a name that already leads to another speaker."""
        name = " ".join(self.cleaned_data["name"].split())
        others = SpeakerAlias.objects.exclude(pk=self.instance.pk).select_related("speaker")
        clash = others.filter(folded=registry.fold(name)).first()
        if clash is not None and "name" in self.changed_data:
            message = f"This name already belongs to {clash.speaker}, as “{clash.name}”; merge them if they are the same person."
            raise ValidationError(message)
        return name

    def save(self, commit: bool = True) -> SpeakerAlias:
        """Update the folded name along with the name."""
        if "name" in self.changed_data:
            self.instance.folded = registry.fold(self.instance.name)[:300]
            self.instance.from_file = False  # a name that an editor entered may be shown to readers
        return super().save(commit)


class AliasFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # Django's own cannot be subscripted at run time
    """The aliases of a speaker: no two alike. Each delete box is labelled for screen readers."""

    def clean(self) -> None:
        """Refuse two new names that differ only in spelling; the database would reject them."""
        super().clean()
        new = [form.cleaned_data["name"] for form in self.forms if form.has_changed() and form.cleaned_data.get("name")]
        if len({registry.fold(name) for name in new}) < len(new):
            raise ValidationError("Two of the new names differ only in spelling; keep one.")

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {form.instance.name or 'this name'}"


class AliasInline(TabularInline[SpeakerAlias, Speaker]):
    """The aliases of a speaker."""

    model = SpeakerAlias
    form = AliasForm
    formset = AliasFormSet
    extra = 1
    verbose_name_plural = "also printed as"


class SpokenFor(admin.SimpleListFilter):
    """Filter by the country spoken for, with country names. Django's own filter leaves the link for "none" without text."""

    title = "country"
    parameter_name = "country"
    NONE = "none"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the countries that occur, and the option for none."""
        codes = Speaker.objects.order_by("country").values_list("country", flat=True).distinct()
        named = sorted((country_name(code), code) for code in codes if code)
        return [*((code, name) for name, code in named), (self.NONE, "Not stated")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the speakers of the country chosen."""
        code = self.value()
        return queryset if code is None else queryset.filter(country="" if code == self.NONE else code)


@admin.register(Speaker)
class SpeakerAdmin(ModelAdmin[Speaker]):
    """Persons, and outlets that ask questions."""

    list_display = ("name", "country", "note", "turn_count")
    list_filter = (SpokenFor,)
    search_fields = ("name", "slug", "aliases__name")
    fields = ("name", "slug", "country", "note")
    inlines = (AliasInline,)
    actions = ("merge",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        """Return speakers with the number of their turns."""
        return super().get_queryset(request).annotate(turns_now=Count("turns", distinct=True))

    @admin.display(description="Turns", ordering="turns_now")
    def turn_count(self, speaker: Any) -> int:
        return int(speaker.turns_now)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Speaker | None = None) -> dict[str, Any]:
        """Prefill the slug of a new speaker only. A stored slug never changes."""
        return {} if obj else {"slug": ("name",)}

    def get_urls(self) -> list[URLPattern]:
        review = path("review/", self.admin_site.admin_view(review_view), name="archive_speaker_review")
        return [
            review,
            path("<int:pk>/part/", self.admin_site.admin_view(part_view), name="archive_speaker_part"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, with a note if the name may cover several persons."""
        obj = kwargs.get("obj")
        return super().render_change_form(
            request, {**context, "namesakes": possible_namesakes(obj) if obj else []}, *args, **kwargs
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Speaker | None = None) -> tuple[str, ...]:
        """Make the slug of a stored speaker read-only."""
        return ("slug",) if obj else ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions without Django's delete: speakers with turns are merged or kept."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: Speaker, form: ModelForm[Speaker], change: bool) -> None:
        """Save, make the name an alias, and announce every transcript in which this person speaks."""
        with transaction.atomic():
            write_locks.alone()  # it may speak in many transcripts
            super().save_model(request, obj, form, change)
            registry.add_alias(obj, obj.name)
            if change and {"name", "country", "note"} & set(form.changed_data):
                announce(Transcript.objects.filter(turns__speaker=obj).distinct().values_list("pk", flat=True))

    @admin.action(description="Merge into one speaker …", permissions=["delete"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Speaker]) -> HttpResponse | None:
        """Ask which of the chosen speakers to keep, then merge the others into it."""
        speakers = list(chosen[: MERGED_AT_ONCE + 1])
        if not 2 <= len(speakers) <= MERGED_AT_ONCE:
            messages.error(request, f"Choose between two and {MERGED_AT_ONCE} speakers to merge.")
            return None
        kept = next((speaker for speaker in speakers if str(speaker.pk) == request.POST.get("kept")), None)
        if kept is None:
            return self._ask(request, speakers)
        try:
            with transaction.atomic():
                for gone in speakers:
                    if gone.pk != kept.pk:
                        registry.merge(kept, gone, editor(request))
        except registry.SpeakerGone as gone_meanwhile:
            messages.error(request, str(gone_meanwhile))
            return None
        messages.success(request, f"{len(speakers) - 1} merged into {kept}. Old addresses redirect there.")
        return None

    def _ask(self, request: HttpRequest, found: list[Speaker]) -> HttpResponse:
        aliases: dict[int, list[str]] = {}
        for alias in SpeakerAlias.objects.filter(speaker__in=found):
            aliases.setdefault(alias.speaker_id, []).append(alias.name)
        context = {
            **self.admin_site.each_context(request),
            "title": "Which speaker do you keep?",
            "found": [(speaker, aliases.get(speaker.pk, [])) for speaker in sorted(found, key=self.turn_count, reverse=True)],
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/archive/speaker/merge.html", context)
