"""Addresses of the handbook."""

from django.urls import path

from santong.domains.platform.handbook import views

app_name = "handbook"

urlpatterns = [
    path("handbook/", views.contents, name="contents"),
    path("handbook/books/<slug:role>/", views.book, name="book"),
    path("handbook/<slug:name>/", views.section, name="section"),
]
