"""The admin: the pages on which editors work."""

from django.conf import settings
from django.contrib import admin

from archive.admin import accounts, sources, speakers, transcripts, uploads
from archive.admin.bases import ignore_fields_without_name

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = f"{settings.SITE_NAME} for editors"
admin.site.index_title = "For editors"

ignore_fields_without_name()

__all__ = ["accounts", "sources", "speakers", "transcripts", "uploads"]
