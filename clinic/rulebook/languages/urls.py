"""The addresses of the languages: of a draft, and of a version."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from clinic.rulebook.languages.books import Guarded, of_draft, of_version
from clinic.rulebook.languages.views import offering, pages
from clinic.rulebook.workshop.access import EDITORS
from clinic.rulebook.workshop.presenters.approval import APPROVERS

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
Page = Callable[..., HttpResponse]
Guard = Callable[[Page], Guarded]


def pages_of(kind: str, own: str, guard: Guard) -> Iterator[URLPattern]:
    """The addresses of a draft's or a version's languages."""
    at, name = f"{own}languages/", f"{kind}_languages"
    one = f"{at}<slug:code>/"
    yield path(at, require_safe(guard(pages.index)), name=name)
    yield path(one, read_or_write(guard(pages.texts)), name=f"{name}_texts")
    yield path(f"{one}import/", read_or_write(guard(pages.upload)), name=f"{name}_import")
    yield path(f"{one}download/", require_safe(guard(pages.download)), name=f"{name}_download")


OFFER = of_version(*APPROVERS)(offering.offer)
VERSION = "versions/<int:number>/"

urlpatterns = [
    *pages_of("draft", "drafts/<uuid:draft_id>/", of_draft),
    *pages_of("version", VERSION, of_version(*EDITORS)),
    path(f"{VERSION}languages/<slug:code>/offer/", read_or_write(OFFER), name="version_languages_offer"),
]
