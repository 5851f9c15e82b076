"""Addresses of the network."""

from django.urls import path

from santong.domains.campus.network import views
from santong.domains.campus.network.pages import CoveragePages, FloorPages, LinkPages, SpeedTestPages

app_name = "network"

urlpatterns = [
    path("speed-tests/measure/", views.measure, name="measure"),
    path("speed-tests/<int:pk>/down/", views.carry, {"way": "down"}, name="carry-down"),
    path("speed-tests/<int:pk>/up/", views.carry, {"way": "up"}, name="carry-up"),
    path("speed-tests/<int:pk>/end/", views.end, name="end"),
    path("wifi/rooms/", views.cover, name="cover"),
    *LinkPages().urls(),
    *FloorPages().urls(),
    *SpeedTestPages().urls(),
    *CoveragePages().urls(),
]
