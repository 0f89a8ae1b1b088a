"""The languages of a draft or version, its texts in one of them, and a translator's file."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.rulebook.languages.books import Book
from clinic.rulebook.languages.forms import RIGHT, TextFilters, TextForm, TranslationsForm
from clinic.rulebook.languages.rows import rows_in
from clinic.rulebook.languages.words import Language, language_of
from screening.engine.translation import Key
from screening.services.errors import InvalidInput, RulebookRefused, TranslationChanged
from screening.services.rulebook.translations import (
    Written,
    export_translations,
    import_translations,
    translate_texts,
)

WRONG, CHANGED, REFUSED = 400, 409, 422
PER_PAGE = 25


class Refused(NamedTuple):
    """A text that was not saved: which, why, and what was typed."""

    key: Key
    reason: str
    typed: str


def index(request: HttpRequest, book: Book) -> HttpResponse:
    """Every language and how far it is."""
    rows = [
        (language_of(state.language), state, book.address("texts", state.language)) for state in book.states
    ]
    return render(request, "rulebook/languages/index.html", context_of(book, rows=rows))


def texts(request: HttpRequest, book: Book, code: str) -> HttpResponse:
    """The texts beside their translations, searched by the address; saving one of them."""
    language = book.language(code)
    if request.method == "POST":
        return saved(request, book, language)
    return shown(request, book, language)


def saved(request: HttpRequest, book: Book, language: Language) -> HttpResponse:
    """Save one text, or note that it is right; back to where it was sent from, with what is wrong at it."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return shown(request, book, language, status=WRONG)
    given = form.cleaned_data
    is_right = given["action"] == RIGHT
    written = Written(
        of=given["of"],
        seen=given["seen"],
        text=given["seen"] if is_right else given["text"],
        reviewed=is_right or given["reviewed"],
    )
    key = given["place"], given["field"]
    try:
        translate_texts(
            subject=book.subject,
            document=book.document,
            language=language.code,
            texts={key: written},
            by=book.by,
        )
    except InvalidInput as refusal:
        reason = refusal.problems[0].message
        return shown(request, book, language, Refused(key, reason, given["text"]), REFUSED)
    except TranslationChanged as refusal:
        return shown(request, book, language, Refused(key, refusal.message, given["text"]), CHANGED)
    messages.success(request, _("Marked as reviewed.") if is_right else _("Saved."))
    return redirect(request.get_full_path())


def shown(
    request: HttpRequest,
    book: Book,
    language: Language,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a text that was refused stands first, with what was typed and why."""
    rows = rows_in(book, language)
    filters = TextFilters(request.GET, rows=rows)
    is_valid = not filters.is_bound or filters.is_valid()
    found = filters.found if is_valid else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1"))
    again = next((row for row in rows if refused and row.text[:2] == refused.key), None)
    context = context_of(
        book,
        target=language,
        filters=filters,
        is_valid=is_valid,
        page=page,
        rows=[row for row in page if row is not again],
        again=again,
        refused=refused,
        state=book.state(language),
        query=urlencode([(key, value) for key, value in request.GET.items() if key != "page"]),
        here_again=request.get_full_path(),
        more_addresses=addresses(book, language),
    )
    status = status if is_valid else WRONG
    return render(request, "rulebook/languages/texts.html", context, status=status)


def download(_request: HttpRequest, book: Book, code: str) -> HttpResponse:
    """The file for a translator."""
    language = book.language(code)
    file = HttpResponse(export_translations(book.document, language.code), content_type="application/toml")
    file.headers["Content-Disposition"] = f'attachment; filename="translations.{language.code}.toml"'
    return file


def upload(request: HttpRequest, book: Book, code: str) -> HttpResponse:
    """Take a translator's file; every problem at its line. 404 for who may not translate."""
    if not book.may_translate:
        raise Http404
    language = book.language(code)
    form = TranslationsForm(request.POST or None, request.FILES or None)
    context = context_of(book, target=language, form=form, more_addresses=addresses(book, language))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = import_translations(
                data=file.read(),
                name=file.name,
                subject=book.subject,
                document=book.document,
                by=book.by,
                language=language.code,
            )
        except RulebookRefused as refusal:
            context |= {"refusal": refusal, "problems": refusal.problems}
        else:
            words = _("Imported: %(new)d new texts. %(kept)d were there already, or were kept as reviewed.")
            messages.success(request, words % {"new": done.new, "kept": done.kept})
            return redirect(book.address("texts", language.code))
    status = REFUSED if request.method == "POST" else 200
    return render(request, "rulebook/languages/import.html", context, status=status)


def addresses(book: Book, language: Language) -> dict[str, str]:
    """The addresses of a language's pages."""
    pages = ("texts", "download", "import", *(() if book.is_draft else ("offer",)))
    return {page: book.address(page, language.code) for page in pages} | {"all": book.address()}


def context_of(book: Book, **more: Any) -> dict[str, Any]:
    """What every page begins with."""
    return {"book": book, "here": book.here, "publication": book.publication, **more}
