"""Addresses of teaching plans, rules and searches."""

from django.urls import path

from santong.domains.campus.teaching_plans import views
from santong.domains.campus.teaching_plans.pages import TeachingPlanPages, TimetableRulePages, TimetableSearchPages

app_name = "teaching_plans"

urlpatterns = [
    path("teaching-plans/overview/", views.overview, name="overview"),
    path("teaching-plans/groups/", views.groups, name="groups"),
    path("timetable-rules/usual/", views.usual_rules, name="usual-rules"),
    path("timetable-searches/<int:pk>/progress/", views.progress, name="progress"),
    path("timetable-searches/<int:pk>/stop/", views.stop, name="stop"),
    path("timetable-searches/<int:pk>/again/", views.again, name="again"),
    path("timetables/<int:pk>/compare/", views.compared, name="compare"),
    path("timetables/<int:pk>/by-hand/", views.by_hand, name="by-hand"),
    path("timetables/<int:pk>/by-hand/move/", views.move, name="move"),
    path("timetables/<int:pk>/by-hand/back/", views.move_back, name="move-back"),
    path("timetables/<int:pk>/by-hand/lock/", views.lock, name="lock"),
    *TeachingPlanPages().urls(),
    *TimetableRulePages().urls(),
    *TimetableSearchPages().urls(),
]
