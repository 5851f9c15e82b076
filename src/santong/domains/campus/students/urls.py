"""Addresses of the pages about pupils and families."""

from django.urls import path

from santong.domains.campus.students import family_views, quality_views, transfer_views, views
from santong.domains.campus.students.activation import views as activation_views
from santong.domains.campus.students.school_year import views as year_views

app_name = "students"

urlpatterns = [
    *views.PupilPages().urls(),
    path("pupils/<int:pk>/reveal/", views.reveal, name="pupil-reveal"),
    path("pupils/<int:pk>/invite/", views.invite, name="pupil-invite"),
    *transfer_views.TransferPages().urls(),
    path("transfers/schools/", transfer_views.suggest_schools, name="transfer-schools"),
    path("activation/", activation_views.places, name="activation"),
    path("activation/schools/<int:pk>/", activation_views.school, name="activation-school"),
    path("activation/classes/<int:pk>/", activation_views.school_class, name="activation-class"),
    path("data-quality/", quality_views.data_quality, name="data-quality"),
    path("school-year/", year_views.schools, name="school-years"),
    path("school-year/<int:pk>/", year_views.school_year, name="school-year"),
    path("school-year/<int:pk>/back/", year_views.back, name="school-year-back"),
    path("family/", family_views.family, name="family"),
    path("family/join/", family_views.join, name="family-join"),
    path("family/<int:pk>/consent/", family_views.consent, name="family-consent"),
    path("family/<int:pk>/withdraw/", family_views.withdraw, name="family-withdraw"),
    path("family/<int:pk>/end/", family_views.end, name="family-end"),
]
