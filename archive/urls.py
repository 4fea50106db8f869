"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from archive.admin.accounts import view_on_site
from archive.pages import country_pages, feeds, site_files, views
from archive.pages.site_files import SITEMAPS
from archive.pages.takeaway import citations, oai_pmh, transcript_files
from archive.serving.monitoring import metrics
from archive.signin import kept_forms

handler500 = "archive.serving.outage_pages.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("t/", views.transcripts, name="transcripts"),
    path("t/<slug:slug>/", transcript_files.transcript_or_file, name="transcript"),
    path("t/<slug:slug>.<str:ending>", transcript_files.transcript_file, name="transcript_file"),
    path("t/<slug:slug>/cite/", citations.cite_transcript, name="cite_transcript"),
    path("t/<slug:slug>/<int:number>/cite/", citations.cite_record, name="cite_record"),
    path("t/<slug:slug>/original/", views.original, name="original"),
    path("t/<slug:slug>/<int:number>/", views.record, name="record"),
    path("t/<slug:slug>/<int:number>/why/<str:code>/", country_pages.why, name="why"),
    path("t/<slug:slug>/<int:number>/why/<str:code>/short/", country_pages.why_in_short, name="why_in_short"),
    path("speakers/", views.speakers, name="speakers"),
    path("speakers/<slug:slug>/", views.speaker, name="speaker"),
    path("countries/", views.countries, name="countries"),
    path("countries/<str:code>/", views.country, name="country"),
    path("about/", views.about, name="about"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path("feeds/transcripts.atom", feeds.new_transcripts, name="feed"),
    path("feeds/corrections.atom", feeds.corrections, name="corrections_feed"),
    path("oai", oai_pmh.oai, name="oai"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("opensearch.xml", site_files.opensearch, name="opensearch"),
    path("robots.txt", site_files.robots, name="robots"),
    path("healthz", site_files.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("search.urls")),
    path("admin/kept/", kept_forms.kept_form, name="kept_form"),
    path("admin/", include("archive.signin.urls")),
    path("admin/r/<int:content_type_id>/<path:object_id>/", admin.site.admin_view(view_on_site)),
    path("admin/", admin.site.urls),
]

handler400 = "archive.pages.http_answers.bad_request"
