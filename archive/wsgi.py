"""The WSGI application that gunicorn serves."""

import os

import django

from archive.serving.monitoring.shared_counts import count_together

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
count_together(os.getppid())
django.setup(set_prefix=False)

from archive.serving.visitors import Application  # noqa: E402
from archive.signals import begin_serving, loaded  # noqa: E402 (Django must be set up first)

application = Application()

loaded.send(sender=None)
begin_serving(application)
