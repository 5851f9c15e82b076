"""Addresses of course choices and moving classes."""

from django.urls import path

from santong.domains.campus.choices import views
from santong.domains.campus.choices.moving_pages import GroupPages, MemberPages, PlanPages
from santong.domains.campus.choices.pages import ChooserPages, OfferPages, RoundPages

app_name = "choices"

urlpatterns = [
    path("course-choices/<int:pk>/record/download/", views.record, name="record"),
    *RoundPages().urls(),
    *OfferPages().urls(),
    *ChooserPages().urls(),
    *PlanPages().urls(),
    *GroupPages().urls(),
    *MemberPages().urls(),
]
