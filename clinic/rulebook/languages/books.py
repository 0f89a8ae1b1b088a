"""What is translated on a page: a draft, or a version. Both have the same pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from clinic.accounts.access import roles_allowed, roles_here, staff_user
from clinic.rulebook.languages.words import Language, language_of
from clinic.rulebook.versions.rows import publication_of
from clinic.rulebook.workshop.access import EDITORS, READERS, SAFE, Here, draft_page
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.errors import ScreeningUnavailable
from screening.services.rulebook import Publication
from screening.services.rulebook.translations import (
    LanguageState,
    known_languages,
    language_state,
    language_states,
)

P = ParamSpec("P")


@dataclass(frozen=True)
class Book:
    """A draft's or a version's document and its texts in other languages; `here` is the draft's page."""

    subject: RulebookDraft | RulebookVersion
    by: Actor
    roles: frozenset[str]
    here: Here | None = None
    publication: Publication | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft."""
        return self.here is not None

    @property
    def base(self) -> str:
        """The template its pages stand on."""
        return "rulebook/workshop/base.html" if self.is_draft else "rulebook/base.html"

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it says."""
        return self.here.document if self.here else dict(json.loads(self.subject.document))

    @property
    def version(self) -> RulebookVersion | None:
        """The version; None for a draft."""
        return self.subject if isinstance(self.subject, RulebookVersion) else None

    @property
    def may_translate(self) -> bool:
        """Whether whoever looks at it may write translations; they serve every draft and version."""
        return not self.roles.isdisjoint(EDITORS)

    @cached_property
    def states(self) -> list[LanguageState]:
        """How far it is in each language."""
        return language_states(self.document, self.version)

    def state(self, language: Language) -> LanguageState:
        """How far it is in one language."""
        return language_state(self.document, language.code, self.version)

    def language(self, code: str) -> Language:
        """One of the languages it can be translated into; Http404 for any other."""
        if code not in known_languages(self.document):
            raise Http404
        return language_of(code)

    def address(self, name: str = "", language: str = "") -> str:
        """The address of one of its pages."""
        kind, own = ("draft", self.subject.pk) if self.is_draft else ("version", self.number)
        page = f"rulebook:{kind}_languages{f'_{name}' if name else ''}"
        return reverse(page, args=[own, language] if language else [own])

    @property
    def number(self) -> int:
        """The number of a version; 0 for a draft."""
        return self.subject.number if isinstance(self.subject, RulebookVersion) else 0


View = Callable[Concatenate[HttpRequest, Book, P], HttpResponse]
Guarded = Callable[..., HttpResponseBase]


def of_draft(view: View[P]) -> Guarded:
    """A page of a draft's languages: editors translate, clinical leads read. See `draft_page`."""

    @draft_page
    def opened(request: HttpRequest, here: Here, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, Book(here.draft, here.by, here.roles, here), *args, **kwargs)

    return opened


def of_version(*writers: str) -> Callable[[View[P]], Guarded]:
    """A page of a version's languages, which editors and clinical leads read; these roles press buttons."""

    def decorate(view: View[P]) -> Guarded:
        @roles_allowed(*READERS)
        @wraps(view)
        def opened(
            request: HttpRequest, /, number: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            roles = roles_here(request)
            if request.method not in SAFE and roles.isdisjoint(writers):
                raise Http404
            found = publication_of(number)
            book = Book(found.version, Actor.staff(staff_user(request)), roles, publication=found)
            try:
                return view(request, book, *args, **kwargs)
            except ScreeningUnavailable as refusal:
                return render(request, "rulebook/unavailable.html", {"refusal": refusal}, status=503)

        return opened

    return decorate
