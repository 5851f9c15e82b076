"""Addresses of the use of equipment and of central control."""

from django.urls import path

from santong.domains.campus.usage import views
from santong.domains.campus.usage.pages import (
    LessonUsePages,
    NightRulePages,
    OrderPages,
    RoomUsePages,
    TerminalPages,
)

app_name = "usage"

urlpatterns = [
    path("terminals/new/", views.new, name="terminal-new"),
    path("terminals/<int:pk>/renew/", views.renewed, name="terminal-renew"),
    path("device-orders/give/", views.order, name="order"),
    path("device-orders/<int:pk>/progress/", views.order_progress, name="order-progress"),
    *RoomUsePages().urls(),
    *LessonUsePages().urls(),
    *TerminalPages().urls(),
    *OrderPages().urls(),
    *NightRulePages().urls(),
]
