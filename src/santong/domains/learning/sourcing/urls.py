"""Addresses of calls, certificates, points and packs."""

from django.urls import path

from santong.domains.learning.sourcing.views import calls, certificates, packs, points, school_library

app_name = "sourcing"

urlpatterns = [
    *calls.CallPages().urls(),
    *calls.ANSWERS.urls(),
    path("calls/<int:pk>/answer/", calls.answer, name="answer"),
    path("calls/<int:pk>/answers/export/", calls.answers_export, name="answers-export"),
    path("calls/<int:pk>/answers/<int:contribution>/", calls.decision, name="decision"),
    *certificates.CertificatePages().urls(),
    path("resources/<int:resource>/certify/", certificates.grant, name="certify"),
    path("points/rules/", points.rules, name="rules"),
    *points.StatementPages().urls(),
    *points.ExchangePages().urls(),
    path("exchange/<int:pk>/obtain/", points.buy, name="buy"),
    path("resources/<int:resource>/price/", points.price, name="price"),
    *packs.PackPages().urls(),
    path("packs/<int:pk>/add/", packs.add, name="pack-add"),
    path("packs/<int:pk>/use/export/", packs.use_export, name="pack-use-export"),
    path("packs/<int:pk>/resources/<int:resource>/use/", packs.use, name="pack-use"),
    path("packs/<int:pk>/resources/<int:resource>/drop/", packs.drop, name="pack-drop"),
    path("packs/<int:pk>/seats/<int:seat>/free/", packs.free, name="seat-free"),
    *school_library.SchoolLibraryPages().urls(),
    *points.LedgerPages().urls(),
    path("ledger/<int:pk>/correct/", points.correct, name="correct"),
]
