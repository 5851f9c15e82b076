"""Addresses of the kit's own pages."""

from django.urls import path

from santong.kit import inbox, search, views
from santong.kit.navigation import functions, hubs, pins

app_name = "kit"

urlpatterns = [
    path("today/", inbox.inbox, name="inbox"),
    path("areas/<slug:name>/", hubs.area, name="area"),
    path("functions/", functions.functions, name="functions"),
    path("functions/pins/", pins.change, name="pins"),
    path("search/", search.palette, name="search"),
    path("kit/undo/<uuid:step_id>/", views.undo, name="undo"),
]
