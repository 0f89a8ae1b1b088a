"""What a patient, or somebody for them, has consented to before a treatment."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.audit import AppendOnlyError
from screening.models.desk import Appointment
from screening.models.encryption import EncryptedJSONField
from screening.models.rulebook import RulebookVersion


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Queries on consents, which neither change nor remove anything."""

    def update(self, **_values: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def newest_first(self) -> "ConsentQuerySet":
        """The latest first, with what was withdrawn of each."""
        return self.prefetch_related("withdrawals").order_by("-signed_at", "-id")


class Consent(models.Model):
    """One signature under one text. Written once; never updated, never deleted.

    `signed` is everything that was signed, as plain values: the text word for word, what was ticked, who
    signed and how, the treatments and areas it is about. `digest` is that of all of it. `taken_by` is the
    member of staff in whose presence a guardian or carer signed; nobody where it came by the patient's link
    or on the tablet.
    """

    class Kind(models.TextChoices):
        """What can be consented to, each by itself."""

        TREATMENT = "treatment", _("treatment")
        STORAGE = "storage", _("storage of the answers")
        PHOTOGRAPHS = "photographs", _("photographs")
        MARKETING = "marketing", _("news and offers")

    REQUIRED: ClassVar = (Kind.TREATMENT, Kind.STORAGE)
    OPTIONAL: ClassVar = (Kind.PHOTOGRAPHS, Kind.MARKETING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="consents")
    rulebook_version = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="+")
    signed = EncryptedJSONField()
    digest = models.CharField(max_length=71)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="consent_digest_form"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new consent; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError


class ConsentWithdrawal(models.Model):
    """One part of a consent taken back. The consent itself stays as it was signed.

    What is optional is taken back by itself; what is required only with the whole form (`services.mydata`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="withdrawals")
    kind = models.CharField(max_length=12, choices=Consent.Kind)
    withdrawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal of a consent")
        constraints = [
            models.UniqueConstraint(fields=["consent", "kind"], name="consent_withdrawn_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["treatment", "storage", "photographs", "marketing"]),
                name="consent_withdrawn_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
