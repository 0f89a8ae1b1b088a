"""A typed rule as its page lays it out."""

import json
from dataclasses import dataclass
from operator import itemgetter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import OVERRIDES, Words, topic_titles
from clinic.rulebook.workshop.builder import BuilderView, builder_view
from clinic.rulebook.workshop.builder.choices import Choice, ordered, unit_choices
from clinic.rulebook.workshop.rules.looking import LookedAt
from clinic.rulebook.workshop.rules.severities import SeverityView, severity_views
from screening.engine import ItemType, Phrase, Rulebook

MOST_OPEN = 3
"""With more branches than these, each is folded away until it is needed."""
APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class TextView:
    """A field for a text: its name, what is typed, and what is wrong."""

    name: str
    label: Words
    hint: Words
    value: str
    errors: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class BranchView:
    """One branch: its sentence or what is missing for one, its builder, its severities."""

    number: int
    prefix: str
    of: int
    phrases: tuple[Phrase, ...]
    missing: tuple[str, ...]
    builder: BuilderView
    severities: SeverityView
    errors: list[str]
    rest: str
    is_open: bool
    is_acted: bool

    @property
    def index(self) -> int:
        """Its number, counted from nought."""
        return self.number - 1

    @property
    def title_id(self) -> str:
        """The id of its heading."""
        return f"{self.prefix}-title"

    @property
    def up_id(self) -> str:
        """The id of its button "up"."""
        return f"{self.prefix}-up"

    @property
    def down_id(self) -> str:
        """The id of its button "down"."""
        return f"{self.prefix}-down"

    @property
    def said_id(self) -> str:
        """The id of its sentence."""
        return f"{self.prefix}-when-said"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The advisory date."""

    starts: list[tuple[str, str]]
    start: str
    direction: str
    number: str
    units: list[tuple[str, Words, bool]]
    errors: list[str]


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The whole form. `focus` is the id of the element that gets the focus."""

    texts: dict[str, TextView]
    topics: list[tuple[str, str]]
    overrides: list[tuple[str, Words]]
    override: str
    sources: list[Choice]
    sources_order: str
    chosen_sources: list[str]
    review: ReviewView
    branches: list[BranchView]
    errors: dict[str, list[str]]
    problems: list[tuple[str, str]]
    built_in: str
    focus: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form is shown: what has the focus, in which branch a button was pressed, what is marked.

    `mark_texts` marks texts that are missing, `mark_conditions` also conditions that are not finished yet;
    `refusal` is why the rule could not be stored.
    """

    focus: str = ""
    branch: int = -1
    mark_texts: bool = True
    mark_conditions: bool = True
    refusal: str = ""


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
