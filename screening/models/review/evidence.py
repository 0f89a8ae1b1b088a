"""Letters that clear a finding."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedBytesField, EncryptedTextField
from screening.models.review.reviews import Review

MOST_BYTES = 10 * 1024 * 1024


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Queries on letters."""

    def listed(self) -> "EvidenceQuerySet":
        """Without their contents, in the order they came, with who brought them."""
        return self.defer("data").select_related("uploaded_by").order_by("uploaded_at", "id")


class Evidence(models.Model):
    """A letter, as the clinic received it. Never changes."""

    class MediaType(models.TextChoices):
        """What the content shows it is; nothing else is accepted."""

        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="evidence")
    name = EncryptedTextField()
    media_type = models.CharField(max_length=20, choices=MediaType)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = EncryptedBytesField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=["application/pdf", "image/png", "image/jpeg"]),
                name="evidence_type_known",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="evidence_size_limited"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
