"""Staff accounts in Django's admin: the only thing there. Patients' records are never shown in it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from clinic.accounts.access import roles_here
from clinic.accounts.admin_site import staff_admin
from clinic.accounts.models import User
from clinic.accounts.people import end_sessions, revoke_links, roles_held
from clinic.accounts.roles import ADMINISTRATOR, ROLE_DUTIES, ROLE_WORDS, ROLES, role_words
from screening.services.audit import Actor, record

if TYPE_CHECKING:
    PagesForUsers = DjangoUserAdmin[User]
    FieldForGroups = forms.ModelMultipleChoiceField[Group]
else:  # generic in the stubs only
    PagesForUsers = DjangoUserAdmin
    FieldForGroups = forms.ModelMultipleChoiceField

OWN_RIGHTS = ("groups", "is_active", "is_superuser")


class RolesField(FieldForGroups):
    """The roles, each with what it is for."""

    def label_from_instance(self, obj: models.Model) -> str:
        """The role in words."""
        return str(ROLE_DUTIES.get(str(obj), obj))


class RoleFilter(admin.SimpleListFilter):
    """Narrows the list to one role, or to those who have none."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The roles, and none."""
        return [*ROLE_WORDS.items(), ("none", _("No role"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Those with the role chosen."""
        if self.value() == "none":
            return queryset.exclude(groups__name__in=ROLES)
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User, site=staff_admin)
class UserAdmin(PagesForUsers):
    """Members of staff, known by e-mail address. For administrators; only a superuser touches a superuser.

    Nobody is deleted (what they did keeps their name), and nobody changes their own rights. Nobody is added
    here and no password set: people are invited (`people.invite`), and only they know their password. For the
    same reason only a superuser changes an address: the link to a new password goes there.
    """

    ordering = ("full_name",)
    list_display = ("full_name", "email", "role_names", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("full_name", "email")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "full_name")}),
        (_("What they may do"), {"fields": OWN_RIGHTS}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        """The roles of one row, in one list for all rows (see get_queryset)."""
        return role_words(user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        """Users with their roles, so that a list costs the same whatever its length."""
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelMultipleChoiceField[Any] | None":
        """The roles as boxes to tick."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        roles = Group.objects.filter(name__in=ROLES).order_by("name")
        return RolesField(roles, label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without the superuser's box for everybody else."""
        shown = super().get_fieldsets(request, obj)
        if is_superuser(request):
            return shown
        return [
            (title, {**options, "fields": without_superuser(options["fields"])}) for title, options in shown
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """One's own rights are for somebody else to change, an address for a superuser."""
        fixed = super().get_readonly_fields(request, obj)
        if not is_superuser(request):
            fixed = (*fixed, "email")
        return (*fixed, *OWN_RIGHTS) if obj is not None and obj == request.user else fixed

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For administrators."""
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """For administrators."""
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """For nobody: people are invited."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Without the page on which to set somebody's password."""
        return [one for one in super().get_urls() if one.name != "auth_user_password_change"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """For administrators; a superuser's account only for superusers."""
        protected = obj is not None and obj.is_superuser
        return is_administrator(request) and (is_superuser(request) or not protected)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """For nobody: an account is switched off."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Note what was changed on the clinic's own audit trail too, as the pages about staff do.

        Who was switched off is out at once. Links that went to another address, or to them, end.
        """
        user, changed = form.instance, set(form.changed_data)
        before = roles_held(user)
        super().save_related(request, form, formsets, change)
        note(request, "account.changed", user, fields=sorted(changed))
        if (after := roles_held(user)) != before:
            note(request, "account.roles", user, roles=sorted(after), before=sorted(before))
        if "is_active" in changed:
            note(request, "account.on" if user.is_active else "account.off", user)
        if not user.is_active:
            end_sessions(user)
        if "email" in changed or not user.is_active:
            revoke_links(user)


def is_administrator(request: HttpRequest) -> bool:
    """Whether the request comes from an administrator."""
    return ADMINISTRATOR in roles_here(request)


def is_superuser(request: HttpRequest) -> bool:
    """Whether the request comes from a superuser."""
    return isinstance(request.user, User) and request.user.is_superuser


def without_superuser(fields: Any) -> list[Any]:
    """The fields of a form but for the one that makes superusers."""
    return [field for field in fields if field != "is_superuser"]


def note(request: HttpRequest, action: str, user: models.Model, **detail: list[str]) -> None:
    """Write one audit event about an account."""
    if isinstance(request.user, User):
        with transaction.atomic():
            record(action=action, by=Actor.staff(request.user), subject=user, detail=detail)
