"""Addresses of devices."""

from django.urls import path

from santong.domains.campus.devices import views
from santong.domains.campus.devices.pages import DevicePages

app_name = "devices"

urlpatterns = [
    path("devices/inventory/", views.inventory, name="inventory"),
    path("devices/agents/", views.agents, name="agents"),
    *DevicePages().urls(),
]
