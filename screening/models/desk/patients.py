"""Patients, and the keyed hashes they are found by."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedDateField, EncryptedTextField
from screening.models.keyed_hash import (
    PREFIX_LENGTHS,
    keyed_hash,
    keyed_hashes,
    name_words,
    normalised_date,
    normalised_mail,
    normalised_phone,
    prefixes,
)
from screening.models.phonetic import sound_of


class PatientQuerySet(models.QuerySet["Patient"]):
    """Queries on patients, by keyed hashes."""

    def with_mail(self, mail: str) -> "PatientQuerySet":
        """Those with this address."""
        return self._found_by(PatientSearchKey.Kind.MAIL, normalised_mail(mail))

    def with_phone(self, phone: str) -> "PatientQuerySet":
        """Those with this telephone number."""
        return self._found_by(PatientSearchKey.Kind.PHONE, normalised_phone(phone))

    def born_on(self, day: date) -> "PatientQuerySet":
        """Those born on this day."""
        return self._found_by(PatientSearchKey.Kind.BIRTH_DATE, normalised_date(day))

    def named(self, typed: str) -> "PatientQuerySet":
        """Those with a name beginning like each word typed (twelve letters count); none for nothing typed."""
        kind = PatientSearchKey.Kind
        words = sorted(name_words(typed))
        found = self if words else self.none()
        for word in words:  # of a long word its beginning has to do; a single letter must be a name by itself
            beginning = word[: PREFIX_LENGTHS[-1]]
            found = found._found_by(kind.NAME_PREFIX if len(beginning) > 1 else kind.NAME, beginning)
        return found

    def sounding_like(self, name: str) -> "PatientQuerySet":
        """Those with a word that sounds like it for each word of a name; none for a name without sounds."""
        sounds = name_sounds(name)
        found = self if sounds else self.none()
        for sound in sorted(sounds):
            found = found._found_by(PatientSearchKey.Kind.NAME_SOUND, sound)
        return found

    def present(self) -> "PatientQuerySet":
        """Those not taken into another by a merge that stands."""
        merged = Patient.objects.filter(merges__isnull=False, merges__undone_at__isnull=True)
        return self.exclude(pk__in=merged.values("pk"))

    def lock(self, *pks: uuid.UUID) -> dict[uuid.UUID, "Patient"]:
        """These patients by key, locked until the transaction ends, always in the same order.

        Who books for a patient, changes or merges them takes this lock, and before any appointment's. It does
        not hold up rows that merely point at the patient.
        """
        return {row.pk: row for row in self.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)}

    def _found_by(self, kind: "PatientSearchKey.Kind", value: str) -> "PatientQuerySet":
        """Those with a key of this kind and value; none for an empty value."""
        if not value:
            return self.none()
        return self.filter(search_keys__kind=kind, search_keys__digest__in=keyed_hashes(kind.value, value))


def name_sounds(name: str) -> frozenset[str]:
    """What the words of a name sound like."""
    return frozenset(sound_of(word) for word in name_words(name)) - {""}


class Patient(models.Model):
    """A person the clinic treats. Everything that names them is encrypted.

    `language` is that of their messages (a code of MESSAGE_LANGUAGES); `contact_by` says whether messages may
    go out by themselves.
    """

    class ContactBy(models.TextChoices):
        """How the patient wants to hear from the clinic."""

        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        NONE = "none", _("no messages")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedTextField()
    birth_date = EncryptedDateField()
    email = EncryptedTextField(default="", blank=True)
    phone = EncryptedTextField(default="", blank=True)
    language = models.CharField(max_length=10, default="en")
    contact_by = models.CharField(max_length=6, choices=ContactBy, default=ContactBy.EMAIL)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact_by__in=["email", "phone", "none"]), name="patient_contact_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never the name: this ends up in logs and the admin

    def age_on(self, day: date) -> int:
        """Completed years on `day`; who is born on 29 February counts from 1 March."""
        return (
            day.year
            - self.birth_date.year
            - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))
        )

    def make_search_keys(self) -> list["PatientSearchKey"]:
        """The unsaved keys this patient is found by."""
        kind = PatientSearchKey.Kind
        words = name_words(self.name)
        values = {
            kind.MAIL: {normalised_mail(self.email)},
            kind.PHONE: {normalised_phone(self.phone)},
            kind.BIRTH_DATE: {normalised_date(self.birth_date)},
            kind.NAME: set(words),
            kind.NAME_SOUND: set(name_sounds(self.name)),
            kind.NAME_PREFIX: {beginning for word in words for beginning in prefixes(word)},
        }
        return [
            PatientSearchKey(patient=self, kind=each, digest=keyed_hash(each.value, value))
            for each, several in values.items()
            for value in sorted(several)
            if value
        ]


class PatientSearchKey(models.Model):
    """A keyed hash a patient is found by. Derived from the patient, so it goes with the patient."""

    class Kind(models.TextChoices):
        """What was hashed; also the purpose that keeps the hashes of different kinds apart."""

        MAIL = "mail", _("mail")
        PHONE = "phone", _("phone")
        BIRTH_DATE = "birth_date", _("birth date")
        NAME = "name", _("name")
        NAME_PREFIX = "name_prefix", _("beginning of a name")
        NAME_SOUND = "name_sound", _("sound of a name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=12, choices=Kind)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search key")
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest", "patient"], name="searchkey_once_per_patient")
        ]

    def __str__(self) -> str:
        return self.kind
