"""Addresses of the pages about people entered twice."""

from django.urls import path

from santong.domains.platform.duplicates import views

app_name = "duplicates"

urlpatterns = [
    *views.SuspicionPages().urls(),
    path("duplicates/pair/", views.pair, name="pair"),
    path("duplicates/look/", views.look, name="look"),
    path("duplicates/<int:pk>/", views.compare, name="compare"),
    path("duplicates/<int:pk>/merge/", views.merge_pair, name="merge"),
    path("duplicates/<int:pk>/apart/", views.apart, name="apart"),
    path("duplicates/<int:pk>/back/", views.back, name="back"),
]
