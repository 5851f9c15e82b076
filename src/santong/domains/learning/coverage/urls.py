"""Addresses of the use of resources in classes."""

from django.urls import path

from santong.domains.learning.coverage import views

app_name = "coverage"

urlpatterns = [
    path("coverage/", views.page, name="page"),
    path("coverage/export/", views.export, name="export"),
]
