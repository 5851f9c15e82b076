"""The pages at /activity/."""

from django.urls import path

from santong.domains.governance.analytics import views

app_name = "analytics"

urlpatterns = [
    path("activity/", views.activity, name="activity"),
    path("activity/months/", views.months, name="months"),
    path("activity/export.csv", views.export, {"kind": "csv"}, name="export-csv"),
    path("activity/export.xlsx", views.export, {"kind": "xlsx"}, name="export-xlsx"),
]
