"""A typed rule as its page lays it out."""

import json
from operator import itemgetter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import OVERRIDES, Words, topic_titles
from clinic.rulebook.workshop.builder import builder_view
from clinic.rulebook.workshop.builder.choices import ordered, unit_choices
from clinic.rulebook.workshop.rules.form import BranchView, Manner, ReviewView, RuleForm, TextView
from clinic.rulebook.workshop.rules.looking import LookedAt
from clinic.rulebook.workshop.rules.severities import severity_views
from screening.engine import ItemType, Rulebook

MOST_OPEN = 3
"""With more branches than these, each is folded away until it is needed."""
APPOINTMENT = "appointment"


def rule_form(rulebook: Rulebook, found: LookedAt, manner: Manner) -> RuleForm:
    """The form of a rule."""
    typed = found.typed
    titles = {key: f"{one.title}, {one.publisher}" for key, one in rulebook.sources.items()}
    sources = ordered(titles, typed.sources)
    built_in = typed.rest.get("built_in")
    return RuleForm(
        texts={name: text_view(name, found, manner) for name in TEXT_WORDS},
        topics=sorted(topic_titles(rulebook).items(), key=itemgetter(1)),
        overrides=list(OVERRIDES.items()),
        override=typed.texts["override"],
        sources=sources,
        sources_order=json.dumps(typed.sources) if len(typed.sources) > 1 else "",
        chosen_sources=[choice.label for choice in sources if choice.chosen],
        review=review_view(rulebook, found),
        branches=[branch_view(rulebook, found, n, manner) for n in range(len(typed.branches))],
        errors=found.errors if manner.mark_texts else {},
        problems=problems_of(found) if manner.mark_texts else [],
        built_in=built_in if isinstance(built_in, str) else "",
        focus=manner.focus,
    )


TEXT_WORDS: dict[str, tuple[Words, Words, int]] = {
    "title": (_("Title"), _("What was found, in a few words. Stands above the finding."), 1),
    "topic": (_("Topic"), _("Rules of one topic stand together."), 1),
    "id": (
        _("Short name"),
        _("Small letters, numbers and _; leave it empty and it is made of the title."),
        1,
    ),
    "message": (_("For the practitioner"), _("What was found and why it matters."), 3),
    "action": (_("What to do"), _("What to do now."), 2),
    "resolution": (_("What clears it"), _("What has to happen before the treatment."), 2),
    "patient": (
        _("For the patient"),
        _("Plain and kind, no diagnosis, no verdict. Empty: nothing is told."),
        2,
    ),
    "evidence": (_("Evidence"), _("How strong, what is contested, what this default chose."), 3),
    "review_by": (_("Review by"), _("When the sources want looking at again."), 1),
}


def text_view(name: str, found: LookedAt, manner: Manner) -> TextView:
    """One text."""
    label, hint, rows = TEXT_WORDS[name]
    errors = found.errors.get(name, []) if manner.mark_texts else []
    return TextView(name, label, hint, found.typed.texts[name], errors, rows)


def review_view(rulebook: Rulebook, found: LookedAt) -> ReviewView:
    """The advisory date with what it may count from."""
    review = found.typed.review
    dates = [(item.link_id, item.label) for item in rulebook.items.values() if item.type is ItemType.DATE]
    starts = [(APPOINTMENT, gettext("the appointment")), *dates]
    if review.start and review.start not in dict(starts):
        starts.append((review.start, review.start))
    errors = [m for key in ("review_date", "review-from", "review-number") for m in found.errors.get(key, [])]
    return ReviewView(
        starts, review.start, review.direction, review.number, unit_choices(review.unit), errors
    )


def branch_view(rulebook: Rulebook, found: LookedAt, number: int, manner: Manner) -> BranchView:
    """One branch."""
    branch, looked = found.typed.branches[number], found.branches[number]
    prefix = f"b{number}"
    own = f"{prefix}-when."
    focus = manner.focus[len(own) - 1 :] if manner.focus.startswith(own) else ""
    errors = found.errors.get(prefix, [])
    severity_errors = found.errors.get(f"{prefix}-sev", []) if manner.mark_conditions else []
    severities = severity_views(rulebook, prefix, branch.severities, severity_errors)
    builder = builder_view(rulebook, f"{prefix}-when", looked, focus, loud=manner.mark_conditions)
    count = len(found.typed.branches)
    wrong = bool(errors or builder.missing or severities.errors)
    return BranchView(
        number=number + 1,
        prefix=prefix,
        of=count,
        phrases=found.sentences[number],
        missing=builder.missing,
        builder=builder,
        severities=severities,
        errors=errors,
        rest=json.dumps(branch.rest) if branch.rest else "",
        is_open=count <= MOST_OPEN or manner.branch == number or wrong,
        is_acted=manner.branch == number,
    )


def problems_of(found: LookedAt) -> list[tuple[str, str]]:
    """Everything that is wrong, each with the id of the element it is shown at, for the top of the page."""
    own = [(name, message) for name, messages in found.errors.items() for message in messages]
    inside = [
        (
            f"b{number}",
            gettext("Branch %(number)d: %(message)s") % {"number": number + 1, "message": message},
        )
        for number, branch in enumerate(found.branches)
        for message in dict.fromkeys(problem.message for problem in branch.problems)
    ]
    return [*own, *inside]
