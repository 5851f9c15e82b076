"""Addresses of course choices and moving classes."""

from django.urls import path

from santong.domains.campus.choices import views
from santong.domains.campus.choices.moving_pages import GroupPages, MemberPages, MovingPages
from santong.domains.campus.choices.pages import ChoicePages, ChooserPages, OfferPages

app_name = "choices"

urlpatterns = [
    path("course-choices/<int:pk>/record/download/", views.record, name="record"),
    *ChoicePages().urls(),
    *OfferPages().urls(),
    *ChooserPages().urls(),
    *MovingPages().urls(),
    *GroupPages().urls(),
    *MemberPages().urls(),
]
