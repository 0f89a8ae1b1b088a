"""Second steps are stored sealed: secrets, recovery codes and passkeys, each bound to its person.

allauth keeps them as JSON. The whole of it is encrypted with the clinic's key ring (FIELD_KEYS) when a row is
saved and opened when it is loaded, so that nobody who can write to the database can give an account a second
step of their own, or move one from another account: neither would open.
"""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_init, post_save, pre_save

from screening.models.keys import CannotDecryptError, decrypt, encrypt

SEALED = "sealed"


def place_of(row: Authenticator) -> str:
    """What the data of a row is bound to: the person, and the kind of second step."""
    return f"mfa_authenticator.data.{row.user_id}.{row.type}"


def open_loaded(instance: Authenticator, **_signal: Any) -> None:
    """Open what was loaded; CannotDecryptError for what was not sealed for this person, or not at all."""
    if "data" not in vars(instance) or instance.pk is None:
        return
    data = instance.data
    if not isinstance(data, dict) or set(data) != {SEALED}:
        raise CannotDecryptError(f"{place_of(instance)}: not a sealed value")
    instance.data = json.loads(decrypt(data[SEALED], place=place_of(instance)))


def seal(instance: Authenticator, **_signal: Any) -> None:
    """Seal what is about to be stored."""
    instance.opened_data = instance.data
    instance.data = {SEALED: encrypt(json.dumps(instance.data), place=place_of(instance))}


def open_saved(instance: Authenticator, **_signal: Any) -> None:
    """Let whoever saved go on with what they had."""
    instance.data = instance.opened_data


def connect() -> None:
    """Have every row sealed from now on."""
    post_init.connect(open_loaded, sender=Authenticator, dispatch_uid="open a second step")
    pre_save.connect(seal, sender=Authenticator, dispatch_uid="seal a second step")
    post_save.connect(open_saved, sender=Authenticator, dispatch_uid="go on with a second step")


def reseal_all() -> int:
    """Seal every second step anew with the first key; how many there were. May be broken off and repeated."""
    keys = list(Authenticator.objects.order_by("pk").values_list("pk", flat=True))
    return sum(reseal(pk) for pk in keys)


@transaction.atomic
def reseal(pk: int) -> int:
    """Seal one anew; 0 where it was removed meanwhile."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    row.save(update_fields=["data"])
    return 1
