"""Every page's address."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("playground.accounts.urls")),
    path("", include("playground.catalog.urls")),
    path("", include("playground.chat.urls")),
    path("", include("playground.usage.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
