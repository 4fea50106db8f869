"""The site's addresses, and one that breaks."""

from django.urls import path

from archive.urls import urlpatterns as site


def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [path("broken/", broken), *site]
