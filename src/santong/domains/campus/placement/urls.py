"""Addresses of class placements."""

from django.urls import path

from santong.domains.campus.placement import views
from santong.domains.campus.placement.pages import PlacementPages

app_name = "placement"

urlpatterns = [
    path("class-placements/<int:pk>/record/download/", views.record, name="record"),
    *PlacementPages().urls(),
]
