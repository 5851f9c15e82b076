"""Addresses of indicators and plans."""

from django.urls import path

from santong.domains.governance.indicators import views
from santong.domains.governance.indicators.pages import IndicatorPages, IndicatorPlanPages

app_name = "indicators"

urlpatterns = [
    path("indicators/", views.board_page, name="board"),
    path("indicators/download/", views.board_export, name="board-export"),
    path("indicators/preview/", views.preview, name="preview"),
    path("indicators/<int:pk>/", views.indicator_page, name="indicator"),
    path("indicators/<int:pk>/download/", views.indicator_export, name="indicator-export"),
    *IndicatorPages().urls(),
    *IndicatorPlanPages().urls(),
]
