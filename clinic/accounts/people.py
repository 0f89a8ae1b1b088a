"""What administrators do with accounts: invite, give roles, switch off, help after a lost phone.

Nobody but the person ever knows their password or the link to choose one: an administrator cannot sign in as
somebody else. Each of these is one transaction, with its event on the audit trail inside.
"""

from collections.abc import Collection
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import StaffInvitation, User
from clinic.accounts.roles import ROLES
from screening.models.desk.invitations import new_token, token_digest
from screening.services.audit import Actor, record

INVITATION_LASTS = timedelta(days=3)


class NotYours(Exception):
    """Nobody changes their own rights, and only a superuser changes a superuser."""


class NoSuchInvitation(Exception):
    """The link was used, replaced, is too old, or never was one."""


@transaction.atomic
def invite(*, email: str, full_name: str, roles: Collection[str], by: User) -> tuple[User, str]:
    """A new account that nobody can sign in to before its link was used; and the token of the link."""
    user = User.objects.create_user(email, full_name=full_name)
    user.groups.set(Group.objects.filter(name__in=set(roles) & set(ROLES)))
    record(action="account.invited", by=Actor.staff(by), subject=user, detail={"roles": sorted(roles)})
    return user, mint(user, by)


@transaction.atomic
def send_link_again(*, user: User, by: User) -> str:
    """The token of a new link to choose a password with; links sent before do not work any more."""
    refuse_unless_allowed(user, by)
    lock(user)
    record(action="account.link-sent", by=Actor.staff(by), subject=user)
    return mint(user, by)


@transaction.atomic
def reset_sign_in(*, user: User, by: User) -> str:
    """After a lost phone: no second step, no password and no session any more; the token of a new link."""
    refuse_unless_allowed(user, by)
    lock(user)
    gone = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    record(action="second-step.reset", by=Actor.staff(by), subject=user, detail={"removed": sorted(gone)})
    return mint(user, by)


@transaction.atomic
def change_roles(*, user: User, roles: Collection[str], by: User) -> bool:
    """Give somebody exactly these roles; whether anything changed."""
    refuse_unless_allowed(user, by)
    before, after = roles_held(user), set(roles) & set(ROLES)
    if before == after:
        return False
    user.groups.remove(*Group.objects.filter(name__in=set(ROLES) - after))
    user.groups.add(*Group.objects.filter(name__in=after))
    detail = {"roles": sorted(after), "before": sorted(before)}
    record(action="account.roles", by=Actor.staff(by), subject=user, detail=detail)
    return True


@transaction.atomic
def switch(*, user: User, on: bool, by: User) -> None:
    """Switch an account off, with all its sessions and links, or on again."""
    refuse_unless_allowed(user, by)
    user.is_active = on
    user.save(update_fields=["is_active"])
    if not on:
        end_sessions(user)
        revoke_links(user)
    record(action="account.on" if on else "account.off", by=Actor.staff(by), subject=user)


def invitation_of(token: str) -> StaffInvitation:
    """The invitation of a token, unchanged by looking (mail scanners follow links); NoSuchInvitation."""
    usable = StaffInvitation.objects.usable(timezone.now()).select_related("user")
    found = usable.with_token(token).first()
    if found is None:
        raise NoSuchInvitation
    return found


@transaction.atomic
def choose_password(*, token: str, password: str) -> User:
    """Use a link up: from now on its person signs in with this password. NoSuchInvitation for a used one."""
    lock(invitation_of(token).user)  # before the link, as those who send a new one do
    user = invitation_of(token).user  # of two at once the second finds none any more
    revoke_links(user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    record(action="password.chosen", by=Actor.staff(user), subject=user)
    return user


def lock(user: User) -> User:
    """An account as it is now. Whoever else changes how its person signs in waits until this is stored."""
    held: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return held


def refuse_unless_allowed(user: User, by: User) -> None:
    """NotYours for one's own account, and for a superuser's unless a superuser asks."""
    if user == by or (user.is_superuser and not by.is_superuser):
        raise NotYours


def roles_held(user: User) -> set[str]:
    """The roles that are stored for somebody, whether the account is on or off."""
    return set(user.groups.filter(name__in=ROLES).values_list("name", flat=True))


def mint(user: User, by: User) -> str:
    """A new link for somebody; those before end."""
    revoke_links(user)
    token, now = new_token(), timezone.now()
    StaffInvitation.objects.create(
        user=user,
        token_sha256=token_digest(token),
        created_at=now,
        created_by=by,
        expires_at=now + INVITATION_LASTS,
    )
    return token


def revoke_links(user: User) -> None:
    """End the links of somebody that are still of use."""
    StaffInvitation.objects.filter(user=user, ended_at__isnull=True).update(ended_at=timezone.now())


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign somebody out everywhere, except in the session of the key `but`; how many sessions ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)
