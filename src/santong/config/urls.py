"""All addresses: the kit's, and those that the modules' `urls.py` name."""

from django.conf import settings
from django.urls import include, path

from santong.config.modules import with_part
from santong.kit import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("santong.kit.urls")),
    path("api/", include("santong.config.api")),
    path("", include("santong.kit.jobs.urls")),
    path("", include("santong.kit.imports.urls")),
    path("", include("santong.kit.printing.urls")),
    path("", include("santong.kit.outbox.urls")),
    *(path("", include(addresses)) for addresses in with_part("urls")),
]

if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", include("santong.kit.styleguide")))

handler400 = "santong.kit.outages.bad_request"
handler500 = "santong.kit.outages.server_error"
