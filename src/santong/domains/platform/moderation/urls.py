"""Addresses of moderation."""

from django.urls import path

from santong.domains.platform.moderation import views

app_name = "moderation"

urlpatterns = [
    *views.WordPages().urls(),
    *views.CASES.urls(),
    path("moderation/<int:pk>/", views.case, name="case"),
]
