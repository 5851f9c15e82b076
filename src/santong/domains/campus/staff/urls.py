"""Addresses of the pages about staff."""

from django.urls import path

from santong.domains.campus.staff import activation, views

app_name = "staff"

urlpatterns = [
    *views.StaffPages().urls(),
    path("staff/<int:pk>/teaching/", views.new_teaching, name="teaching-new"),
    path("staff/<int:pk>/leave/", views.leave_school, name="staff-leave"),
    path("activation/staff/<int:pk>/", activation.activation, name="activation"),
    path("teaching/<int:pk>/end/", views.end, name="teaching-end"),
]
