"""Addresses of enrolment."""

from django.urls import path

from santong.domains.campus.enrolment import views
from santong.domains.campus.enrolment.pages import ApplicationPages, DistrictPages, EnrolmentRoundPages

app_name = "enrolment"

urlpatterns = [
    path("enrolment/", views.mine, name="mine"),
    path("enrolment/open/", views.open_rounds, name="open"),
    path("enrolment/come-back/", views.come_back, name="come-back"),
    path("enrolment/leave/", views.leave, name="leave"),
    path("enrolment/<int:pk>/", views.choose, name="choose"),
    path("enrolment/<int:pk>/new/", views.apply_new, name="apply-new"),
    path("enrolment/<int:pk>/child/<int:child>/", views.apply_for, name="apply"),
    path("enrolment/<int:pk>/district/", views.district, name="district"),
    path("enrolment/<int:pk>/record/download/", views.record, name="record"),
    path("enrolment/mine/<int:pk>/", views.own, name="own"),
    path("enrolment/mine/<int:pk>/change/", views.change, name="change"),
    path("enrolment/mine/<int:pk>/take/<str:name>/", views.take, name="take"),
    *EnrolmentRoundPages().urls(),
    *DistrictPages().urls(),
    *ApplicationPages().urls(),
]
