"""Addresses of moderation."""

from django.urls import path

from santong.domains.platform.moderation import views

app_name = "moderation"

urlpatterns = [
    *views.WordPages().urls(),
    *views.CasePages().urls(),
    path("moderation/<int:pk>/", views.case, name="case"),
    path("moderation/<int:pk>/decision/", views.decision, name="decision"),
    path("moderation/<int:pk>/back/", views.back, name="back"),
]
