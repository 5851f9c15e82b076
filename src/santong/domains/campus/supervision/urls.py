"""Addresses of supervised tasks."""

from django.urls import path

from santong.domains.campus.supervision import views
from santong.domains.campus.supervision.pages import AssignmentPages, TaskPages

app_name = "supervision"

urlpatterns = [
    path("supervised/<int:pk>/units/", views.units, name="units"),
    path("supervision/<int:pk>/colleagues/", views.colleagues, name="colleagues"),
    *AssignmentPages().urls(),
    *TaskPages().urls(),
]
