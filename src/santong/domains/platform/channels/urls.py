"""Addresses of channels."""

from django.urls import path

from santong.domains.platform.channels import views

app_name = "channels"

urlpatterns = [
    path("account/channels/", views.own, name="own"),
    path("account/channels/browser/", views.add_push, name="add-push"),
    path("account/channels/new/<slug:medium>/", views.add, name="add"),
    path("account/channels/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("account/channels/<int:pk>/code/", views.code, name="code"),
    path("account/channels/<int:pk>/remove/", views.remove, name="remove"),
    *views.ChannelPages().urls(),
    path("channels/<int:pk>/try/", views.try_out, name="try"),
]
