"""What patients read in other languages: every translated text, and what a version is offered in."""

import uuid
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.audit import AppendOnlyError
from screening.models.rulebook.versions import RulebookVersion


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Queries that neither change nor remove anything."""

    def update(self, **_values: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError


class TranslatedTextQuerySet(AppendOnlyQuerySet):
    """Queries on translated texts."""

    def oldest_first(self, language: str) -> Self:
        """Everything ever written in a language: what comes last for the same original is what counts."""
        return self.filter(language=language).order_by("number")


class TranslatedText(models.Model):
    """One text in another language, as it was written or looked over at one time. Written once.

    It belongs to no version: it translates the words with the short digest `of`, under the name `field` at
    `place`, wherever a draft or a version has those words there. Of several the highest `number` counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=35)
    place = models.CharField(max_length=300)
    field = models.CharField(max_length=150)
    of = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    text = models.TextField()
    reviewed = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = TranslatedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("translated text")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "place", "field", "of", "number"], name="translatedtext_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="translatedtext_numbered"),
            models.CheckConstraint(
                condition=~Q(language="") & ~Q(place="") & ~Q(field="") & ~Q(of="") & ~Q(text=""),
                name="translatedtext_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.place} {self.field} {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new text; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError


class PublishedLanguageQuerySet(AppendOnlyQuerySet):
    """Queries on published languages."""

    def light(self) -> Self:
        """Without the documents, which load when they are asked for."""
        return self.defer("document")

    def oldest_first(self, version: RulebookVersion) -> Self:
        """Those of a version, with who published them: what comes last for a language is what counts."""
        return self.light().filter(version=version).select_related("by").order_by("number")


class PublishedLanguage(models.Model):
    """That a version is offered in a language from now on, with every text as it is shown. Written once.

    `document` is the canonical JSON of the translations and `digest` its name. Both are empty where the
    version is no longer offered in that language. Of several the highest `number` counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=35)
    number = models.PositiveIntegerField()
    document = models.TextField(blank=True)
    digest = models.CharField(max_length=71, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PublishedLanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("published language")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "number"], name="publishedlanguage_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="publishedlanguage_numbered"),
            models.CheckConstraint(condition=~Q(language=""), name="publishedlanguage_has_language"),
            models.CheckConstraint(
                condition=Q(document="", digest="") | (~Q(document="") & Q(digest__startswith="sha256:")),
                name="publishedlanguage_digest_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new one; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError
