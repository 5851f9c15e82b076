"""Addresses of week plans and duties."""

from django.urls import path

from santong.domains.campus.duty import views
from santong.domains.campus.duty.pages import PlanPages, RosterPages, ShiftPages

app_name = "duty"

urlpatterns = [
    path("week-plan/copy/", views.copy, name="copy-week"),
    path("duty-rosters/<int:pk>/colleagues/", views.colleagues, name="colleagues"),
    *PlanPages().urls(),
    *ShiftPages().urls(),
    *RosterPages().urls(),
]
