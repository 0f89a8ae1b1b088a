"""Staff accounts in Django's admin."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User

if TYPE_CHECKING:
    PagesForUsers = DjangoUserAdmin[User]
    FormForNewUsers = AdminUserCreationForm[User]
else:  # generic in the stubs only
    PagesForUsers = DjangoUserAdmin
    FormForNewUsers = AdminUserCreationForm


class NewUserForm(FormForNewUsers):
    """Asks for the address and the name of a new member of staff."""

    class Meta:
        model = User
        fields = ("email", "full_name")


@admin.register(User)
class UserAdmin(PagesForUsers):
    """Django's own user pages, for users known by e-mail address."""

    add_form = NewUserForm
    ordering = ("full_name",)
    list_display = ("full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password")}),
        (_("Role"), {"fields": ("groups", "is_active", "is_staff", "is_superuser", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "full_name", "usable_password", "password1", "password2"),
            },
        ),
    )
