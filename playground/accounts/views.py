"""First admin, sign-in, sign-out, change of password. There is no sign-up: admins add colleagues."""

from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.views import SuccessMessageMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from . import services
from .forms import SetupForm, SignInForm


@login_not_required
@sensitive_post_parameters()
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the first admin and signs them in. A dead or wrong link is a page that does not exist."""
    if not services.is_setup_open(token):
        raise Http404
    form = SetupForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form})
    try:
        user = services.create_first_admin(token, form.cleaned_data["username"], form.cleaned_data["password1"])
    except services.DeadLink:
        raise Http404 from None
    login(request, user)
    return redirect("/")


class SignIn(views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Only by POST. Sockets of the session close when it ends."""


class Password(SuccessMessageMixin, views.PasswordChangeView):  # type: ignore[type-arg]
    """Ends the other sessions of the same person, as their sessions know the old password's hash."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password")
    success_message = _("The password is changed. Other browsers have been signed out.")
