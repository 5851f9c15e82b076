"""The addresses as they are in demonstration mode."""

from django.urls import include, path

from santong.config.urls import urlpatterns as mounted
from santong.domains.platform.demonstration.urls import pages

urlpatterns = [*mounted, path("demo/", include(pages))]
