"""Addresses of credits."""

from django.urls import path

from santong.domains.platform.credits import views
from santong.domains.platform.credits.pages import (
    CorrectionPages,
    CoursePages,
    EffectPages,
    SchemePages,
    StandingPages,
    TakenPages,
)

app_name = "credits"

urlpatterns = [
    path("credits/award/", views.award_places, name="award-places"),
    path("credits/award/<int:pk>/", views.award_class, name="award"),
    *StandingPages().urls(),
    *SchemePages().urls(),
    *CoursePages().urls(),
    *TakenPages().urls(),
    *EffectPages().urls(),
    *CorrectionPages().urls(),
]
