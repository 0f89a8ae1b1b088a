"""The questionnaire: questions, their sections, and the options several of them share."""

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import TYPES
from clinic.rulebook.workshop.elements.collections.answering import (
    BAND,
    CODES,
    OPTIONS,
    PART,
    SHARED,
    has_options,
    is_a,
    own_options,
)
from clinic.rulebook.workshop.elements.collections.collection import Collection, Group, Row, text_in
from clinic.rulebook.workshop.elements.collections.lists import (
    ASKED,
    FORMS,
    ITEM_TYPES,
    TENSES,
    groups,
    scored,
    sections,
)
from clinic.rulebook.workshop.elements.kinds.amounts import Number
from clinic.rulebook.workshop.elements.kinds.choosing import Choose, Several, fixed
from clinic.rulebook.workshop.elements.kinds.inner import Rows, When
from clinic.rulebook.workshop.elements.kinds.texts import Flag, Line, Long
from clinic.rulebook.workshop.elements.tables import Spec

ASKING = Group(
    _("What is asked"),
    (
        Spec("question", _("Question"), Long(rows=2), _("As the patient reads it.")),
        Spec("help", _("Help"), Long(rows=2), _("Stands below the question."), optional=True),
        Spec(
            "why",
            _("Why we ask"),
            Long(rows=2),
            _("Folded away until somebody wants to know."),
            optional=True,
        ),
        Spec("label", _("Label for staff"), Line(), _("Short, as in lists and summaries.")),
    ),
)
ANSWERING = Group(
    _("How it is answered"),
    (
        Spec("type", _("Answered with"), Choose(fixed(ITEM_TYPES), _("Choose"), decides=True)),
        Spec("options_from", _("Where its options come from"), SHARED, when=has_options),
        Spec("options", _("Options"), OPTIONS, CODES, when=own_options),
        Spec("open", _("Other answers may be typed"), Flag(), optional=True, when=is_a("choices")),
        Spec("tense", _("The date is of"), Choose(fixed(TENSES), _("Choose")), when=is_a("date")),
        Spec("minimum", _("Least"), Number(), optional=True, when=is_a("number")),
        Spec("maximum", _("Most"), Number(), optional=True, when=is_a("number")),
        Spec(
            "form", _("A name without a form is"), Choose(fixed(FORMS), _("Choose")), when=is_a("medicines")
        ),
        Spec("fields", _("What each entry asks"), Rows(PART, _("Part"), _("Part")), when=is_a("entries")),
        Spec(
            "parts",
            _("Made of"),
            Several(scored),
            _("Questions whose options carry a score."),
            when=is_a("score"),
        ),
        Spec(
            "bands",
            _("Bands"),
            Rows(BAND, _("Band"), _("Band")),
            _("From the lowest sum up."),
            when=is_a("score"),
        ),
        Spec("optional", _("May be left empty"), Flag(), optional=True),
        Spec("fresh", _("Asked afresh at every visit"), Flag(), optional=True),
    ),
)
ASKED_WHEN = Group(
    _("Who is asked, and when"),
    (
        Spec("section", _("Section"), Choose(sections, _("Choose"))),
        Spec("asked", _("Answered by"), Choose(fixed(ASKED), default="patient"), optional=True),
        Spec(
            "asked_for",
            _("Asked for these treatments"),
            Several(groups),
            _("None chosen: for every treatment."),
            optional=True,
        ),
        Spec("enable_when", _("Asked only when"), When(_("Always asked.")), optional=True),
    ),
)


def question_line(row: Row) -> str:
    """What a question is called in a list."""
    return text_in(row, "label") or text_in(row, "question")


def question_type(row: Row) -> str:
    """How it is answered."""
    given = text_in(row, "type")
    return str(next((word for kind, word in TYPES.items() if kind == given), given))


def option_line(row: Row) -> str:
    """A set of options by its first labels."""
    options = row.get("options")
    rows = options if isinstance(options, list) else []
    return " / ".join(text_in(one, "label") for one in rows if isinstance(one, dict))


QUESTIONS = (
    Collection(
        "items",
        "questions",
        _("Questions"),
        _("Question"),
        _("Question"),
        (ASKING, ANSWERING, ASKED_WHEN),
        named_by="label",
        name_hint=_("Rules and answers know the question by it: it never changes. Empty: made of the label."),
        fresh={"type": "choice"},
        called=question_line,
        about=question_type,
        within="section",
    ),
    Collection(
        "sections",
        "questions",
        _("Sections"),
        _("Section"),
        _("Section"),
        (
            Group(
                _("What it is called"),
                (
                    Spec("title", _("Title"), Line()),
                    Spec("intro", _("Introduction"), Long(), _("Stands above the questions."), optional=True),
                ),
            ),
        ),
    ),
    Collection(
        "option_sets",
        "questions",
        _("Shared options"),
        _("Set of options"),
        _("Set of options"),
        (Group(_("Options"), (Spec("options", _("Options"), OPTIONS, CODES),)),),
        intro=_("Lists of options that several questions use."),
        named_by="id",
        name_hint=_("For example yes_no."),
        called=lambda row: text_in(row, "id").replace("_", " "),
        about=option_line,
    ),
)
