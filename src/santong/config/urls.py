"""All addresses: the kit's, and each module's under its own."""

from django.conf import settings
from django.urls import include, path

from santong.kit import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("santong.kit.urls")),
    path("api/", include("santong.config.api")),
    path("", include("santong.kit.jobs.urls")),
    path("", include("santong.kit.imports.urls")),
    path("", include("santong.domains.platform.codes.urls")),
    path("", include("santong.domains.platform.organisations.urls")),
    path("", include("santong.domains.platform.calendars.urls")),
    path("", include("santong.domains.platform.access.urls")),
    path("", include("santong.domains.platform.accounts.urls")),
    path("", include("santong.domains.platform.audit.urls")),
    path("", include("santong.domains.platform.tokens.urls")),
    path("", include("santong.domains.platform.identity.urls")),
    path("", include("santong.domains.platform.duplicates.urls")),
    path("", include("santong.domains.campus.people.urls")),
    path("", include("santong.domains.campus.staff.urls")),
    path("", include("santong.domains.campus.students.urls")),
    path("", include("santong.domains.platform.records.urls")),
    path("", include("santong.domains.learning.resources.urls")),
    path("", include("santong.domains.learning.coverage.urls")),
    path("", include("santong.domains.learning.sourcing.urls")),
    path("", include("santong.domains.governance.analytics.urls")),
    path("", include("santong.domains.platform.files.urls")),
    path("", include("santong.domains.platform.moderation.urls")),
]

if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", include("santong.kit.styleguide")))

if settings.DEMO:
    urlpatterns.append(path("demo/", include("santong.domains.platform.demonstration.urls")))

handler400 = "santong.kit.outages.bad_request"
handler500 = "santong.kit.outages.server_error"
