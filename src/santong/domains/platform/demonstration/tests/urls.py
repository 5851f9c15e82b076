"""The addresses as they are in demonstration mode."""

from django.urls import include, path

from santong.config.urls import urlpatterns as mounted

urlpatterns = [*mounted, path("demo/", include("santong.domains.platform.demonstration.urls"))]
