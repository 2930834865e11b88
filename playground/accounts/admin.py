"""People, groups and invitations, in the admin panel."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from playground.audit.audited import Audited

from . import invitations, people, sudo, sudo_admin
from .forms import AddedForm, SetPasswordForm, UserForm
from .models import Invitation, User
from .permissions import Permissions

CHECKBOXES: Any = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

admin.site.unregister(Group)


def is_above(request: HttpRequest, person: User | None) -> bool:
    """Whether the person is staff or superuser, and the reader is no superuser: such are not theirs to change."""
    return person is not None and not request.user.is_superuser and (person.is_staff or person.is_superuser)


@admin.register(User)
class Users(sudo_admin.Required, Audited, UserAdmin):  # type: ignore[type-arg]
    """Staff who may change people change those who are neither staff nor superusers, so nobody lifts themselves."""

    form = UserForm
    add_form = AddedForm
    change_password_form = SetPasswordForm
    add_form_template = None
    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = CHECKBOXES
    actions = ("deactivate", "activate", "sign_out")
    parts = ("limit_set", "own_keys", "invitations")
    fieldsets = (
        (None, {"fields": ("username",)}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_active", "groups", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    @method_decorator(sudo.required)
    @method_decorator(transaction.atomic)
    def user_change_password(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().user_change_password(*args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        ours = () if request.user.is_superuser else ("is_staff", "is_superuser")
        return (*self.readonly_fields, *ours)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return not is_above(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return not is_above(request, obj) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Iterable[User], request: HttpRequest) -> Any:
        """Names the people alone: what is theirs can be much, and its titles are nobody else's business."""
        users = list(objs)
        forbidden = (
            {gettext("staff")} if any(not self.has_delete_permission(request, user) for user in users) else set()
        )
        what = [gettext("With their conversations and everything else that is theirs. Their usage is still counted.")]
        return [str(user) for user in users] + [what], {gettext("people"): len(users)}, forbidden, []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Who was switched off, or on again, signs in anew."""
        obj.sign_outs += change and "is_active" in form.changed_data
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        self.delete_queryset(request, User.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        try:
            people.require_another_superuser(list(queryset.values_list("pk", flat=True)))
            super().delete_queryset(request, queryset)
        except people.LastSuperuser:
            raise PermissionDenied(gettext("The last superuser stays. Nothing was changed.")) from None

    @admin.action(description=_("Deactivate the selected people"), permissions=["change"])
    def deactivate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, people.deactivate)

    @admin.action(description=_("Activate the selected people"), permissions=["change"])
    def activate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, people.activate)

    @admin.action(description=_("Sign the selected people out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._act(request, chosen, people.sign_all_out)

    def _act(self, request: HttpRequest, chosen: QuerySet[User], action: Callable[..., int]) -> None:
        if not request.user.is_superuser:
            chosen = chosen.filter(is_staff=False, is_superuser=False)
        try:
            number = action(User.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))), request.user)
        except people.LastSuperuser:
            messages.error(request, gettext("The last superuser stays. Nothing was changed."))
            return
        text = ngettext("%(count)s person was changed.", "%(count)s people were changed.", number)
        messages.success(request, text % {"count": number})


@admin.register(Group)
class Groups(sudo_admin.Required, Audited, GroupAdmin):
    """Who belongs together: access, limits and permissions are given to groups. Permissions, by superusers alone."""

    list_display = ("name", "people")
    filter_horizontal = ()
    parts = ("limit_set",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people=Count("user"))

    @admin.display(description=_("people"), ordering="people")
    def people(self, group: Any) -> int:
        return int(group.people)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        return Permissions(required=False, label=capfirst(db_field.verbose_name))

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        return () if request.user.is_superuser else ("permissions",)


@admin.register(Invitation)
class Invitations(sudo_admin.Required, Audited, admin.ModelAdmin):  # type: ignore[type-arg]
    """Made, shown once, revoked. What is in one stays as it is."""

    fields = ("username", "groups", "is_staff", "is_superuser")
    formfield_overrides = CHECKBOXES
    list_display = ("__str__", "state", "created_by", "created_at", "expires_at", "person")
    list_select_related = ("created_by", "user")
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return invitations.listed(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        return self.fields if request.user.is_superuser else ("username", "groups")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With one button: whichever there were, the link comes next."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.token = invitations.prepare(obj, cast(User, request.user))  # only as long as this request
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The link, this once."""
        link = request.build_absolute_uri(reverse("accounts:invitation", args=[obj.token]))
        context = {**self.admin_site.each_context(request), "link": link, "invitation": obj, "opts": self.opts}
        return TemplateResponse(request, "admin/accounts/invitation/made.html", context)

    @admin.display(description=_("person"), ordering="user")
    def person(self, invitation: Invitation) -> User | None:
        return invitation.user

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        return invitations.state_of(invitation)

    @admin.action(description=_("Revoke the selected invitations"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        number = invitations.revoke(chosen, request.user)
        text = ngettext("%(count)s invitation was revoked.", "%(count)s invitations were revoked.", number)
        messages.success(request, text % {"count": number})
