"""Addresses of the kit's own pages."""

from django.urls import path

from santong.kit import inbox, search, views

app_name = "kit"

urlpatterns = [
    path("today/", inbox.inbox, name="inbox"),
    path("search/", search.palette, name="search"),
    path("kit/undo/<uuid:step_id>/", views.undo, name="undo"),
]
