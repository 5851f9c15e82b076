"""Addresses of requests to take people on."""

from django.urls import path

from santong.domains.campus.people import views

app_name = "people"

urlpatterns = [
    *views.AdoptionPages().urls(),
    path("adoptions/<int:pk>/confirm/", views.confirm, name="adoption-confirm"),
    path("adoptions/<int:pk>/decline/", views.decline, name="adoption-decline"),
    path("adoptions/<int:pk>/withdraw/", views.withdraw, name="adoption-withdraw"),
    path("account/requests/", views.mine, name="mine"),
]
