"""Addresses of the audit record."""

from santong.domains.platform.audit.views import AuditPages

app_name = "audit"

urlpatterns = AuditPages().urls()
