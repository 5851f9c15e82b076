"""Addresses of the register. That of a label is short: it stands in a QR code."""

from django.urls import path

from santong.domains.campus.assets import views
from santong.domains.campus.assets.pages import (
    AssetPages,
    ClassPages,
    DifferencePages,
    LoanPages,
    NumberingPages,
    RepairPages,
    RetirementPages,
    StockTakePages,
)

app_name = "assets"

urlpatterns = [
    path("q/<slug:label>/", views.scan, name="scan"),
    path("assets/labels/", views.labels, name="labels"),
    path("stock-takings/<int:pk>/rooms/<int:room>/", views.count, name="count"),
    path("stock-takings/<int:pk>/rooms/", views.count_all, name="count-all"),
    path("retirements/lines/<int:pk>/off/", views.take_line_off, name="take-off"),
    *AssetPages().urls(),
    *LoanPages().urls(),
    *RepairPages().urls(),
    *RetirementPages().urls(),
    *StockTakePages().urls(),
    *DifferencePages().urls(),
    *ClassPages().urls(),
    *NumberingPages().urls(),
]
