"""Addresses of the calendars."""

from django.urls import path

from santong.domains.platform.calendars import views

app_name = "calendars"

urlpatterns = [
    path("calendar/", views.mine, name="mine"),
    path("organisations/<int:pk>/calendar/", views.calendar, name="calendar"),
    path("organisations/<int:pk>/calendar/terms/<int:year>/", views.terms, name="terms"),
    path("organisations/<int:pk>/calendar/terms/<int:year>/inherit/", views.inherit_terms, name="inherit-terms"),
    path("organisations/<int:pk>/calendar/days/", views.days, name="days"),
    path("organisations/<int:pk>/calendar/periods/", views.periods, name="periods"),
    path("organisations/<int:pk>/calendar/periods/inherit/", views.inherit_periods, name="inherit-periods"),
    path("calendar-days/<int:pk>/inherit/", views.inherit_day, name="inherit-day"),
]
