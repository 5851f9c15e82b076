"""Addresses of the demonstration, which are there in demonstration mode only."""

from django.conf import settings
from django.urls import include, path

from santong.domains.platform.demonstration import views

pages = [
    path("", views.landing, name="demo"),
    path("enter/", views.enter_account, name="demo-enter"),
]
urlpatterns = [path("demo/", include(pages))] if settings.DEMO else []
