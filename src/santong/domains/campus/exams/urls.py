"""Addresses of examinations."""

from django.urls import path

from santong.domains.campus.exams import views
from santong.domains.campus.exams.pages import ExaminationPages, JointPages

app_name = "exams"

urlpatterns = [
    path("my-exams/", views.mine, name="mine"),
    path("examinations/<int:pk>/day/", views.day, name="day"),
    path("examinations/<int:pk>/invigilators/", views.invigilators, name="invigilators"),
    path("exam-rooms/<int:pk>/", views.room, name="room"),
    path("exam-papers/<int:paper>/rooms/<int:pk>/roll/", views.roll, name="roll"),
    path("invigilations/<int:pk>/give/", views.give, name="give"),
    *ExaminationPages().urls(),
    *JointPages().urls(),
]
