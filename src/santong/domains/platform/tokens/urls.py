"""Addresses of the pages about tokens."""

from django.urls import path

from santong.domains.platform.tokens import views

app_name = "tokens"

urlpatterns = [
    path("tokens/new/", views.new, name="new"),
    path("tokens/<int:pk>/rotate/", views.rotate, name="rotate"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    *views.TokenPages().urls(),
]
