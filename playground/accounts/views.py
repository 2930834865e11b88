"""First admin, invitation, sign-in, sign-out, change of password. There is no sign-up: admins invite colleagues."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.views import SuccessMessageMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from playground.audit import recording

from . import invitations, people, services, sudo
from .forms import InvitedForm, NewPasswordForm, PasswordAgainForm, SetupForm, SignInForm, client_address
from .models import User


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


@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the account of an invited person and signs them in. A dead or wrong link says so, and no more."""
    try:
        found = invitations.find(token)
        form = InvitedForm(found, request.POST or None)
        if form.is_valid():
            user = _accepted(token, form)
            if user is not None:
                login(request, user)
                return redirect("/")
    except services.DeadLink:
        return render(request, "accounts/dead_link.html", status=404)
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


def _accepted(token: str, form: InvitedForm) -> User | None:
    name = form.cleaned_data.get("username", "")
    try:
        return invitations.accept(token, name, form.cleaned_data["password1"])
    except invitations.NameTaken:
        form.add_error(None, gettext("Somebody has this name by now. Choose another one, or ask who invited you."))
        return None


class SignIn(views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Where nobody has an account yet, the page says where to get the first."""
        return super().get_context_data(is_new=not User.objects.exists(), **context)


class SignOut(views.LogoutView):
    """Only by POST. Sockets of the session close when it ends."""


class Password(SuccessMessageMixin, views.PasswordChangeView):  # type: ignore[type-arg]
    """Ends the other sessions of the same person, as their sessions know the old password's hash."""

    form_class = NewPasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password")
    success_message = _("The password is changed. Other browsers have been signed out.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "address": client_address(self.request)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Saves it, and writes down that it changed."""
        recording.changed_secret(form.user, form.user, "password")
        return super().form_valid(form)


@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """Ends the person's other sessions; this one goes on."""
    user = people.sign_out_everywhere(cast(User, request.user), request.user)
    update_session_auth_hash(request, user)
    messages.success(request, gettext("Other browsers have been signed out."))
    return redirect("accounts:password")


@never_cache
@sensitive_post_parameters()
def password_again(request: HttpRequest) -> HttpResponse:
    """Asks for the password, and goes on to the page that wants it."""
    form = PasswordAgainForm(request, request.POST or None)
    page = request.POST.get("next", request.GET.get("next", "/"))
    if not form.is_valid():
        return render(request, "accounts/password_again.html", {"form": form, "next": page})
    sudo.confirm(request)
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if is_ours else "/")
