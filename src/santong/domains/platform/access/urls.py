"""Addresses of the access module."""

from django.urls import path

from santong.domains.platform.access import views

urlpatterns = [
    path("account/identity/", views.switch_identity, name="account_identity"),
]
