"""Second steps are stored sealed: secrets, recovery codes and passkeys, each bound to its person.

allauth keeps them as JSON. The whole of it is encrypted with the clinic's key ring (FIELD_KEYS) when a row is
saved and opened when it is loaded, so that nobody who can write to the database can give an account a second
step of their own, or move one from another account: neither would open.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_init, post_save, pre_save

from screening.models.keys import CannotDecryptError, decrypt, encrypt, key_id_of
from screening.services.encryption.columns import Done, also_sealed

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
    also_sealed(SecondSteps())


class SecondSteps:
    """Every second step, for those who change the key ring."""

    name = Authenticator._meta.label

    def key_ids(self) -> Iterator[tuple[Any, list[str | None]]]:
        """The key of each row, and the key id of what is sealed in it."""
        for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
            yield pk, [key_id_of(str(data.get(SEALED, "")))]

    def reseal(self, pks: Sequence[Any]) -> Done:
        """Seal these anew, but for those somebody holds; how many it were, and why others do not open."""
        free = Authenticator.objects.filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
        changed = 0
        failed: list[str] = []
        for pk, user, kind, data in list(free.values_list("pk", "user_id", "type", "data")):
            place = place_of(Authenticator(user_id=user, type=kind))
            try:
                anew = encrypt(decrypt(str(data.get(SEALED, "")), place=place), place=place)
            except CannotDecryptError as problem:
                failed.append(str(problem))
            else:
                changed += Authenticator.objects.filter(pk=pk).update(data={SEALED: anew})
        return changed, tuple(failed)
