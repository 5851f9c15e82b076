"""Addresses of dashboards; those of devices lie below /wall/, and their cookie goes nowhere else."""

from django.urls import path

from santong.domains.governance.dashboards import views, wall_views
from santong.domains.governance.dashboards.pages import BoundaryPages, DashboardPages, WallPages

app_name = "dashboards"

urlpatterns = [
    path("dashboards/", views.board_page, name="board"),
    path("dashboards/<int:pk>/download/", views.export, name="export"),
    path("dashboards/<int:pk>/panels/<int:panel>/download/", views.export_panel, name="export-panel"),
    path("dashboards/<int:pk>/print/", views.print_board, name="print"),
    path("dashboards/<int:pk>/show/", wall_views.show, name="show"),
    path("dashboards/<int:pk>/show/content/", wall_views.show_content, name="show-content"),
    path("wall/", wall_views.player, name="wall"),
    path("wall/content/", wall_views.content, name="wall-content"),
    path("wall/code/", wall_views.PLAYER.code, name="wall-code"),
    *DashboardPages().urls(),
    *BoundaryPages().urls(),
    *WallPages().urls(),
]
