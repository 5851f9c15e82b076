"""Addresses of figures."""

from django.urls import path

from santong.domains.platform.figures import views

app_name = "figures"

urlpatterns = [
    path("figures/", views.hub, name="hub"),
    path("figures/<slug:name>/", views.measure, name="measure"),
    path("figures/<slug:name>/export/", views.export, name="export"),
]
