"""Addresses of early warnings."""

from santong.domains.campus.warnings.pages import WarningPages, WarningRulePages

app_name = "warnings"

urlpatterns = [*WarningPages().urls(), *WarningRulePages().urls()]
