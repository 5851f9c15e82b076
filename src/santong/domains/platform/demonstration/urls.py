"""Addresses of the demonstration; `santong.config.urls` mounts them in demonstration mode only."""

from django.urls import path

from santong.domains.platform.demonstration import views

urlpatterns = [
    path("", views.landing, name="demo"),
    path("enter/", views.enter_account, name="demo-enter"),
]
