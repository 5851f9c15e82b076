"""Addresses of data checks."""

from django.urls import path

from santong.domains.governance.checks import views
from santong.domains.governance.checks.pages import CheckRulePages, IssuePages, SettlementPages

app_name = "checks"

urlpatterns = [
    path("data-checks/check/", views.check, name="check"),
    *IssuePages().urls(),
    *CheckRulePages().urls(),
    *SettlementPages().urls(),
]
