"""The ASGI application."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "santong.config.settings")
django.setup()

from santong.config.settings import ENV  # noqa: E402  (needs the settings)
from santong.config.threaded import ThreadedHandler  # noqa: E402

application = ThreadedHandler(ENV.web_threads)
