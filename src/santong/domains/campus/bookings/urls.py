"""Addresses of bookings."""

from django.urls import path

from santong.domains.campus.bookings import views
from santong.domains.campus.bookings.pages import BookingPages, ThingPages

app_name = "bookings"

urlpatterns = [
    path("bookings/new/", views.new, name="new"),
    path("bookings/week/", views.week, name="week"),
    *BookingPages().urls(),
    *ThingPages().urls(),
]
