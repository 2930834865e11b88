"""Where the socket is."""

from django.urls import path

from .consumer import LiveConsumer

urlpatterns = [path("ws/live/", LiveConsumer.as_asgi())]
