"""Addresses of periodic reports."""

from django.urls import path

from santong.domains.governance.reports import views
from santong.domains.governance.reports.pages import REPORTS, FieldPages, RoundPages, TemplatePages

app_name = "reports"

urlpatterns = [
    path("rounds/<int:pk>/", views.round_page, name="round"),
    path("reports/<int:pk>/", views.report_page, name="report"),
    path("reports/<int:pk>/download/", views.report_export, name="report-export"),
    path("reports/<int:pk>/seal/download/", views.seal_export, name="seal-export"),
    *TemplatePages().urls(),
    *FieldPages().urls(),
    *RoundPages().urls(),
    *REPORTS.urls(),
]
