"""The addresses of the API. Unknown ones are answered with a problem, too."""

from __future__ import annotations

from django.urls import path

from search.api import found, kept, openapi

urlpatterns = [
    path("", openapi.readable, name="api"),
    path("openapi.json", openapi.openapi_json, name="openapi"),
    path("transcripts", kept.transcripts, name="api_transcripts"),
    path("transcripts/<slug:slug>", kept.transcript, name="api_transcript"),
    path("records", kept.records, name="api_records"),
    path("records/<slug:slug>/<int:number>", kept.record, name="api_record"),
    path("speakers", kept.speakers, name="api_speakers"),
    path("speakers/<slug:slug>", kept.speaker, name="api_speaker"),
    path("countries", kept.countries, name="api_countries"),
    path("countries/<str:code>", kept.country, name="api_country"),
    path("sources", kept.sources, name="api_sources"),
    path("sources/<slug:slug>", kept.source, name="api_source"),
    path("search", found.search, name="api_search"),
    path("suggestions", found.suggested, name="api_suggestions"),
    path("<path:rest>", openapi.nothing, name="api_nothing"),
]
