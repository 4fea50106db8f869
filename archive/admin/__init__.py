"""The editors' side of the site."""

from django.conf import settings
from django.contrib import admin

from archive.admin import accounts, sources, speakers, transcripts, uploads

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = f"{settings.SITE_NAME} for editors"
admin.site.index_title = "For editors"

__all__ = ["accounts", "sources", "speakers", "transcripts", "uploads"]
