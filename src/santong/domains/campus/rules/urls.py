"""Addresses of the library of rules."""

from django.urls import path

from santong.domains.campus.rules import views
from santong.domains.campus.rules.pages import RulePages

app_name = "rules"

urlpatterns = [
    path("rules/<int:pk>/acknowledge/", views.answer, name="acknowledge"),
    *RulePages().urls(),
]
