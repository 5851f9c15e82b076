"""Addresses of the code tables."""

from django.urls import path

from santong.domains.platform.codes import views

app_name = "codes"

urlpatterns = [
    *views.CodeTablePages().urls(),
    *views.CodePages().urls(),
    path("code-tables/<int:pk>/version/", views.version, name="version"),
    path("code-tables/<int:pk>/version/take/", views.take, name="take"),
]
