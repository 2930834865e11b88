"""Addresses of people's own keys. The admin panel has the others."""

from django.urls import path

from .views import own_keys

app_name = "catalog"
urlpatterns = [
    path("keys/", own_keys.own_keys, name="own-keys"),
    path("keys/<int:endpoint_id>/", own_keys.store, name="store-own-key"),
    path("keys/<int:endpoint_id>/remove/", own_keys.remove, name="remove-own-key"),
]
