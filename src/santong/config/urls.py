"""All addresses: the kit's, and each module's under its own."""

from django.urls import include, path

from santong.kit import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("", include("santong.kit.urls")),
    path("", include("santong.kit.jobs.urls")),
    path("", include("santong.domains.platform.organisations.urls")),
    path("", include("santong.domains.platform.identity.urls")),
]
