"""One rule of a draft: every button of its page, and saving."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.builder import scope_of
from clinic.rulebook.workshop.conflict import SEEN, conflict_page
from clinic.rulebook.workshop.rules.beside import beside_of
from clinic.rulebook.workshop.rules.elements import element_of, same, typed_of
from clinic.rulebook.workshop.rules.form import Manner
from clinic.rulebook.workshop.rules.looking import LookedAt, looked_at
from clinic.rulebook.workshop.rules.naming import named, with_id
from clinic.rulebook.workshop.rules.posted import pressed, rule_from
from clinic.rulebook.workshop.rules.showing import problems_of, rule_form
from clinic.rulebook.workshop.rules.typed import BLANK, TypedRule
from clinic.rulebook.workshop.views.keeping import REFUSED, Edit, keep, refusal_of_name
from clinic.rulebook.workshop.views.telling import tell_saved
from screening.engine.rulebook.elements import element_at, element_digest
from screening.services.errors import EditConflict
from screening.services.rulebook.rules import duplicate_rule, remove_rule


class Opened(NamedTuple):
    """The rule a page is about: its id (empty for a new one), as the draft has it, and what was seen."""

    rule_id: str
    element: dict[str, Any] | None
    seen: str


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """A new rule."""
    opened = Opened("", None, "")
    if request.method == "POST":
        return answered(request, here, opened)
    quiet = Manner(mark_texts=False, mark_conditions=False, focus="title")
    return shown(request, here, opened, looked_at(BLANK, here.rulebook), quiet)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def edit(request: HttpRequest, here: Here, rule_id: str) -> HttpResponse:
    """A rule of the draft; 404 where there is none of that id, unless somebody is about to save it."""
    element = element_at(here.document, f"rules/{rule_id}") if rule_id.isprintable() else None
    if request.method == "POST" and (element is not None or SEEN in request.POST):
        return answered(request, here, Opened(rule_id, element, request.POST.get(SEEN, "")))
    if element is None:
        raise Http404
    opened = Opened(rule_id, element, element_digest(element))
    return shown(request, here, opened, looked_at(typed_of(element), here.rulebook), Manner())


def answered(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse:
    """What the button that was pressed does."""
    before = typed_of(opened.element) if opened.element is not None else BLANK
    typed = rule_from(request.POST, scope_of(here.rulebook), before)
    if opened.rule_id:
        own_id = before.texts["id"] or opened.rule_id
        typed = named(typed, own_id)
    act = request.POST.get("act", "")
    if act == "remove" and opened.element is not None:
        return removed(request, here, opened, typed)
    if act == "duplicate" and opened.element is not None:
        return duplicated(request, here, opened, before)
    if act:
        after = pressed(typed, act)
        manner = Manner(
            after.focus, after.branch, mark_texts=opened.element is not None, mark_conditions=False
        )
        return shown(request, here, opened, looked_at(after.rule, here.rulebook), manner)
    return saved(request, here, opened, typed)


def saved(request: HttpRequest, here: Here, opened: Opened, typed: TypedRule) -> HttpResponse:
    """Store the rule, whole or with problems; back to it with what there is to say."""
    if not opened.rule_id:
        typed = with_id(typed, here.document)
    found = looked_at(typed, here.rulebook)
    rule_id = opened.rule_id or typed.texts["id"]
    refusal = refusal_of(here, opened, typed)
    if refusal:
        return shown(request, here, opened, found, Manner(refusal=refusal))
    unchanged = opened.element is not None and same(opened.element, found.element)
    element = opened.element if unchanged else found.element
    edit = Edit(f"rules/{rule_id}", element, opened.seen)
    kept = keep(request, here, edit, title=typed.texts["title"] or rule_id, back=address(here, rule_id))
    if kept.choice or kept.refusal:
        return kept.choice or shown(request, here, opened, found, Manner(refusal=kept.refusal))
    tell_saved(request, len(problems_of(found)), is_new=kept.change is not None)
    return redirect(address(here, rule_id))


def refusal_of(here: Here, opened: Opened, typed: TypedRule) -> str:
    """Why a rule cannot be stored at all; nothing where it can."""
    if opened.rule_id:
        return ""
    wanted = typed.texts["id"]
    if not wanted:
        return _("Give the rule a title.")
    taken = _("There is a rule “%(name)s” already. Give this one another short name.")
    return refusal_of_name(here, "rules", wanted, taken)


def removed(request: HttpRequest, here: Here, opened: Opened, typed: TypedRule) -> HttpResponse:
    """Take the rule and its cases out of the draft."""
    try:
        remove_rule(draft=here.draft, rule_id=opened.rule_id, seen=opened.seen, by=here.by)
    except EditConflict as conflict:
        title = typed.texts["title"] or opened.rule_id
        return conflict_page(request, here, conflict, title=title, back=address(here, opened.rule_id))
    messages.success(
        request,
        _("“%(title)s” is removed. It can be undone in the history.") % {"title": typed.texts["title"]},
    )
    return redirect("rulebook:draft_rules", here.draft.pk)


def duplicated(request: HttpRequest, here: Here, opened: Opened, before: TypedRule) -> HttpResponse:
    """Put a copy of the rule as it is saved behind it."""
    title = _("%(title)s (copy)") % {"title": before.texts["title"]}
    copy_id = duplicate_rule(draft=here.draft, rule_id=opened.rule_id, title=title, by=here.by)
    messages.success(request, _("This is the copy, with copies of the cases."))
    return redirect(address(here, copy_id))


def shown(request: HttpRequest, here: Here, opened: Opened, found: LookedAt, manner: Manner) -> HttpResponse:
    """The page; to HTMX only what changes."""
    element = opened.element
    part = "HX-Request" in request.headers
    context = {
        "here": here,
        "opened": opened,
        "form": rule_form(here.rulebook, found, manner),
        "beside": beside_of(here, found, opened.rule_id),
        "refusal": manner.refusal,
        "is_part": part,
        "is_odd": element is not None and not same(element, element_of(typed_of(element))),
    }
    template = "rulebook/workshop/rule_parts.html" if part else "rulebook/workshop/rule.html"
    return render(request, template, context, status=REFUSED if manner.refusal else 200)


def address(here: Here, rule_id: str) -> str:
    """The page of a rule."""
    return reverse("rulebook:draft_rules_edit", args=[here.draft.pk, rule_id])
