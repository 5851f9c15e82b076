"""Addresses of the organisation pages."""

from santong.domains.platform.organisations.views import OrganisationPages

app_name = "organisations"

urlpatterns = OrganisationPages().urls()
