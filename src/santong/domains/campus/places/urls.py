"""Addresses of places."""

from santong.domains.campus.places.pages import BuildingPages, RoomPages, SitePages

app_name = "places"

urlpatterns = [*RoomPages().urls(), *BuildingPages().urls(), *SitePages().urls()]
