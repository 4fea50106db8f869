"""Addresses of the search pages."""

from __future__ import annotations

from django.urls import path

from search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("help/", views.search_help, name="search_help"),
    path("values/<slug:key>/", views.search_facet, name="search_facet"),
]
