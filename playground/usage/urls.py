"""Addresses of each user's own usage."""

from django.urls import path

from . import views

app_name = "usage"
urlpatterns = [
    path("usage/", views.own, name="own"),
    path("usage/usage.csv", views.own_csv, name="own-csv"),
]
