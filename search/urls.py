"""Addresses of the search pages."""

from __future__ import annotations

from django.urls import include, path

from search import views
from search.alerts import alert_views
from search.api import json_api
from search.exports import export_views, list_views, search_feed
from search.index import warming

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/help/", views.search_help, name="search_help"),
    path("search/values/<slug:key>/", views.search_facet, name="search_facet"),
    path("search/saved/", views.search_saved, name="search_saved"),
    path("search/new.json", json_api.search_new, name="search_new"),
    path("search/result/", views.search_result, name="search_result"),
    path("search/build/", json_api.search_builder, name="search_builder"),
    path("search/feed.atom", search_feed.search_feed, name="search_feed"),
    path("search/export/", export_views.export_page, name="export_page"),
    path("search/export/file/", export_views.export_file, name="export_file"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/new/", alert_views.alert_new, name="alert_new"),
    path("alerts/confirm/<str:token>/", alert_views.alert_confirm, name="alert_confirm"),
    path("alerts/one/<str:token>/", alert_views.alert, name="alert"),
    path("alerts/one/<str:token>/off/", alert_views.alert_off, name="alert_off"),
    path("alerts/mine/<str:token>/", alert_views.alerts_mine, name="alerts_mine"),
    path("search/list/", list_views.record_list_page, name="record_list"),
    path("search/list/file/", list_views.record_list_file, name="record_list_file"),
    path("dumps/", export_views.dumps, name="dumps"),
    path("dumps/<str:name>", export_views.dump_file, name="dump_file"),
    path("search/suggest.json", json_api.suggest_json, name="suggest_json"),
    path("search/suggest-list.json", json_api.suggest_list, name="suggest_list"),
    path("readyz", warming.readyz, name="readyz"),
    path("search.json", json_api.search_json, name="search_json"),
    path("api/", include("search.api.routes")),
]
