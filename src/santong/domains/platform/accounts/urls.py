"""Addresses of the pages about accounts."""

from django.urls import path

from santong.domains.platform.accounts import help_views, views

app_name = "accounts"

urlpatterns = [
    path("account/help/", help_views.ask, name="help-ask"),
    path("account/help/asked/", help_views.asked, name="help-asked"),
    *views.PAGES.urls(),
    *help_views.HelpPages().urls(),
    path("accounts/slips/", views.slips, name="slips"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/code/", views.code, name="code"),
    path("accounts/<int:pk>/slip/", views.slip, name="slip"),
    path("accounts/<int:pk>/reset/", views.reset, name="reset"),
    path("accounts/<int:pk>/sign-out/", views.end_sessions, name="sign-out"),
    path("accounts/<int:pk>/unlock/", views.forget_attempts, name="unlock"),
    path("accounts/<int:pk>/second-factor/remove/", views.take_second_factor_off, name="remove-second-factor"),
    path("accounts/<int:pk>/switch/", views.switch, name="switch"),
    path("accounts/<int:pk>/help/close/", help_views.close, name="help-close"),
]
