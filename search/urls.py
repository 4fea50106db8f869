"""Addresses of the search pages."""

from __future__ import annotations

from django.urls import path

from search import api, readiness, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/help/", views.search_help, name="search_help"),
    path("search/values/<slug:key>/", views.search_facet, name="search_facet"),
    path("search/build/", api.search_builder, name="search_builder"),
    path("search/suggest.json", api.suggest_json, name="suggest_json"),
    path("readyz", readiness.readyz, name="readyz"),
    path("search.json", api.search_json, name="search_json"),
]
