"""Addresses of the access module."""

from django.urls import include, path

from santong.domains.platform.access import agreement_views, appointment_views, factor_views, reason_views, views

pages = [
    path("appointments/new/", appointment_views.new_anywhere, name="appointments-new"),
    path("appointments/new/places/", appointment_views.suggest_appointable, name="appointable-suggestions"),
    path("appointments/<int:pk>/colleagues/", appointment_views.suggest_colleagues, name="colleague-suggestions"),
    path("agreements/", agreement_views.agreements, name="agreements"),
    path("agreements/ask/", agreement_views.ask, name="agreement-ask"),
    path("agreements/<int:pk>/decide/", agreement_views.decide, name="agreement-decide"),
    path("agreements/<int:pk>/withdraw/", agreement_views.withdraw, name="agreement-withdraw"),
    path("agreements/<int:pk>/reconsider/", agreement_views.reconsider, name="agreement-reconsider"),
    path("appointments/<int:pk>/end/", appointment_views.end, name="end"),
    path("appointments/<int:pk>/lend/", appointment_views.lend, name="lend"),
    path("organisations/<int:pk>/appoint/", appointment_views.new, name="appoint"),
    path("people/<int:pk>/seen-by/", reason_views.witnesses, name="witnesses"),
    path("people/<int:pk>/abilities/", reason_views.abilities, name="abilities"),
    path("account/roles/", reason_views.mine, name="mine"),
    *appointment_views.AppointmentPages().urls(),
    *appointment_views.StalePages().urls(),
    *factor_views.FactorPages().urls(),
]

urlpatterns = [
    path("account/identity/", views.switch_identity, name="account_identity"),
    path("", include((pages, "access"))),
]
