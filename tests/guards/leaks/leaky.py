"""Addresses with a view that shows, and one that changes, what it should not: the probe must find them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from santong.config.urls import handler400, handler500, urlpatterns
from santong.domains.platform.identity.public import Person

__all__ = ["handler400", "handler500", "urlpatterns"]


@login_required
def shows(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody's name, in a header."""
    person = Person.objects.unscoped("a leak, to be found").filter(pk=pk).first()
    return HttpResponse(headers={"X-Name": person.name if person else ""})


@login_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody's name becomes another."""
    if request.method == "POST":
        Person.objects.unscoped("a leak, to be found").filter(pk=pk).update(name="changed")
    return HttpResponse(status=204)


urlpatterns = [*urlpatterns, path("leaky/<int:pk>/", shows), path("careless/<int:pk>/", changes)]
