"""Addresses of timetables."""

from django.urls import path

from santong.domains.campus.timetable import views
from santong.domains.campus.timetable.pages import ChangePages, SwapOfferPages, TimetablePages

app_name = "timetable"

urlpatterns = [
    path("timetable/", views.week, name="week"),
    path("timetable/lesson/", views.lesson, name="lesson"),
    path("timetable/absence/", views.absence, name="absence"),
    path("timetables/<int:pk>/copy/", views.copy_table, name="copy"),
    path("timetables/<int:pk>/lessons/new/", views.slot, name="slot-new"),
    path("timetables/<int:pk>/lessons/<int:slot>/", views.slot, name="slot"),
    path("timetables/<int:pk>/lessons/<int:slot>/take/", views.take_slot, name="slot-take"),
    *ChangePages().urls(),
    *SwapOfferPages().urls(),
    *TimetablePages().urls(),
]
