"""Addresses of conversations. Only a conversation's uuid ever leaves the site."""

from django.urls import path

from .views import answers, conversations, panes, turns

app_name = "chat"
urlpatterns = [
    path("", conversations.home, name="home"),
    path("compare/", conversations.compare, name="compare"),
    path("conversations/", conversations.listing, name="conversations"),
    path("c/<uuid:uuid>/", conversations.conversation, name="conversation"),
    path("c/<uuid:uuid>/fresh/", conversations.fresh, name="fresh"),
    path("c/<uuid:uuid>/send/", turns.send, name="send"),
    path("c/<uuid:uuid>/rename/", conversations.rename, name="rename"),
    path("c/<uuid:uuid>/delete/", conversations.delete, name="delete"),
    path("c/<uuid:uuid>/restore/", conversations.restore, name="restore"),
    path("c/<uuid:uuid>/continue/", conversations.continue_all, name="continue"),
    path("c/<uuid:uuid>/stop/", conversations.stop_all, name="stop-all"),
    path("c/<uuid:uuid>/panes/", panes.add, name="add-pane"),
    path("panes/<int:pane_id>/", panes.pane, name="pane"),
    path("panes/<int:pane_id>/remove/", panes.remove, name="remove-pane"),
    path("panes/<int:pane_id>/restore/", panes.restore, name="restore-pane"),
    path("panes/<int:pane_id>/model/", panes.choose_model, name="pane-model"),
    path("panes/<int:pane_id>/models/", panes.models, name="models"),
    path("panes/<int:pane_id>/settings/", panes.change_settings, name="pane-settings"),
    path("panes/<int:pane_id>/edit/<int:message_id>/", turns.edit, name="edit"),
    path("panes/<int:pane_id>/switch/<int:message_id>/", panes.switch, name="switch"),
    path("panes/<int:pane_id>/regenerate/<int:message_id>/", turns.regenerate, name="regenerate"),
    path("generations/<int:generation_id>/", answers.answer, name="answer"),
    path("generations/<int:generation_id>/stop/", answers.stop, name="stop"),
    path("messages/<int:message_id>/source/", answers.source, name="source"),
]
