"""Addresses of attendance and leave."""

from django.urls import path

from santong.domains.campus.attendance import views
from santong.domains.campus.attendance.pages import LeavePages, LeaveRulesPages

app_name = "attendance"

urlpatterns = [
    path("roll-call/", views.roll_calls, name="roll-calls"),
    path("roll-call/<int:pk>/<str:day>/<int:session>/", views.roll_call, name="roll-call"),
    path("roll-call/<int:pk>/take-back/", views.take_back, name="take-back"),
    path("attendance/", views.attendance, name="attendance"),
    path("attendance/class/<int:pk>/", views.class_page, name="class"),
    path("attendance/class/<int:pk>/month/", views.month, name="month"),
    path("attendance/class/<int:pk>/month/download/", views.month_download, name="month-download"),
    path("attendance/pupil/<int:pk>/<str:day>/correct/", views.correct_one, name="correct"),
    path("attendance/pupil/<int:pk>/download/", views.pupil_download, name="pupil-download"),
    path("my-attendance/", views.mine, name="mine"),
    path("pupil-leave/pupils/", views.suggest_pupils, name="pupils"),
    *LeavePages().urls(),
    *LeaveRulesPages().urls(),
]
