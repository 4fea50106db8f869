"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()

from archive.signals import begin_serving, loaded  # noqa: E402 (Django must be set up first)

loaded.send(sender=None)
begin_serving(application)
