"""All addresses: the kit's, and each module's under its own."""

from django.conf import settings
from django.urls import include, path

from santong.kit import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("", include("santong.kit.urls")),
    path("", include("santong.kit.jobs.urls")),
    path("", include("santong.domains.platform.organisations.urls")),
    path("", include("santong.domains.platform.access.urls")),
    path("", include("santong.domains.platform.identity.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("santong.domains.platform.demonstration.urls")))
