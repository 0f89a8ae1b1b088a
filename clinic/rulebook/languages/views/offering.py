"""Offering a version to patients in a language, and no longer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.accounts.reentry import is_confirmed
from clinic.rulebook.languages.books import Book
from clinic.rulebook.languages.forms import STOP, OfferForm
from clinic.rulebook.languages.rows import MISSING, rows_in
from clinic.rulebook.languages.views.pages import CHANGED, REFUSED, addresses, context_of
from clinic.rulebook.languages.words import Language
from screening.services.errors import LanguageIncomplete
from screening.services.rulebook.translations import publish_language, stop_offering

MOST = 50


def offer(request: HttpRequest, book: Book, code: str) -> HttpResponse:
    """What patients would read, and offering it or no longer, with one's password."""
    language = book.language(code)
    form = OfferForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = offered_or_stopped(request, book, language, form)
        if not status:
            return redirect(book.address())
    lacking = [row for row in rows_in(book, language) if row.state == MISSING]
    context = context_of(
        book,
        target=language,
        form=form,
        state=book.state(language),
        lacking=lacking[:MOST],
        more=max(0, len(lacking) - MOST),
        more_addresses=addresses(book, language),
    )
    return render(request, "rulebook/languages/offer.html", context, status=status)


def offered_or_stopped(request: HttpRequest, book: Book, language: Language, form: OfferForm) -> int:
    """Do what was asked for; the status of the answer where it was refused."""
    if not form.is_valid():
        return REFUSED
    if not is_confirmed(request, form):
        return REFUSED
    assert book.version is not None  # noqa: S101 - the address is a version's, told to the types
    if form.cleaned_data["action"] == STOP:
        stop_offering(version=book.version, language=language.code, by=book.by)
        words = _("Version %(number)d is no longer offered in %(language)s.")
    else:
        try:
            publish_language(version=book.version, language=language.code, by=book.by)
        except LanguageIncomplete as refusal:
            form.add_error(None, refusal.message)
            return CHANGED
        words = _("Patients can read version %(number)d in %(language)s.")
    messages.success(request, words % {"number": book.number, "language": language.name})
    return 0
