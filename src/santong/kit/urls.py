"""Addresses of the kit's own pages."""

from django.urls import path

from santong.kit import views

app_name = "kit"

urlpatterns = [
    path("undo/<uuid:step_id>/", views.undo, name="undo"),
]
