"""Addresses of the office."""

from santong.domains.campus.office.pages import AbsencePages

app_name = "office"

urlpatterns = AbsencePages().urls()
