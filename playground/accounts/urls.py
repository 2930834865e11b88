"""Addresses of sign-in and what belongs to it."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("setup/<str:token>/", views.setup, name="setup"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("sign-out/others/", views.sign_out_others, name="sign-out-others"),
    path("password/", views.Password.as_view(), name="password"),
    path("password/again/", views.password_again, name="password-again"),
]
