"""Care, sources, and the head of the rulebook."""

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.workshop.elements.collections.collection import Collection, Group, Row, text_in
from clinic.rulebook.workshop.elements.collections.lists import PHASES, all_or_groups
from clinic.rulebook.workshop.elements.collections.treatments import SOURCES
from clinic.rulebook.workshop.elements.kinds.amounts import Number, Span
from clinic.rulebook.workshop.elements.kinds.choosing import Choose, Several, fixed
from clinic.rulebook.workshop.elements.kinds.inner import Rows, When
from clinic.rulebook.workshop.elements.kinds.texts import Flag, Line, Lines, Long
from clinic.rulebook.workshop.elements.tables import Spec
from clinic.sources import SEEN, STRENGTHS

LONGEST_LINE = 90
FOR_WHOM = Spec("treatments", _("For these treatments"), Several(all_or_groups))

VARIANT = (
    Spec("treatments", _("For these treatments"), Several(all_or_groups)),
    Spec("from", _("From"), Span(signed=True)),
    Spec("to", _("To"), Span(signed=True)),
)
STEP = Group(
    _("What to do, and when"),
    (
        Spec("text", _("What the patient reads"), Long(rows=2)),
        Spec("phase", _("When"), Choose(fixed(PHASES), _("Choose"))),
        Spec("from", _("From"), Span(signed=True)),
        Spec("to", _("To"), Span(signed=True)),
    ),
)
STEP_FOR = Group(
    _("For whom"),
    (
        FOR_WHOM,
        Spec(
            "variants",
            _("Other times for some treatments"),
            Rows(VARIANT, _("Variant"), _("Variant")),
            optional=True,
        ),
        Spec("when", _("Only when"), When(_("Told to everybody.")), optional=True),
        SOURCES,
    ),
)
RISK = Group(
    _("The risk"),
    (
        Spec("text", _("What the patient reads"), Long(rows=3), _("It says whom it is for.")),
        FOR_WHOM,
        Spec(
            "when",
            _("Only when"),
            When(_("Told to everybody who has one of these treatments.")),
            optional=True,
        ),
        SOURCES,
    ),
)
EXPLANATION = Group(
    _("The explanation"),
    (
        Spec("title", _("Title"), Line()),
        Spec("texts", _("Paragraphs"), Lines(), _("Each on a line of its own.")),
        FOR_WHOM,
        SOURCES,
    ),
)
FLAG = Group(
    _("The warning sign"),
    (
        Spec("text", _("What the patient reads"), Long(rows=2)),
        Spec("urgent", _("Emergency care, not the clinic"), Flag(), optional=True),
        FOR_WHOM,
        SOURCES,
    ),
)
SOURCE = Group(
    _("The source"),
    (
        Spec("title", _("Title"), Line()),
        Spec("publisher", _("Publisher"), Line()),
        Spec("year", _("Year"), Number(), optional=True),
        Spec("link", _("Link"), Line(), optional=True),
        Spec("strength", _("What it is"), Choose(fixed(STRENGTHS), _("Choose"))),
        Spec("seen", _("How far it was read"), Choose(fixed(SEEN), _("Choose"))),
    ),
)
HEAD = Group(
    _("The rulebook"),
    (
        Spec("title", _("Title"), Line()),
        Spec("note", _("Note"), Long(rows=5), _("What this rulebook is and is not."), optional=True),
    ),
)


def text_line(row: Row) -> str:
    """A text, cut to a line."""
    text = text_in(row, "text")
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE].rsplit(' ', 1)[0]} …"


def phase_line(row: Row) -> str:
    """When a step is due."""
    return str(PHASES.get(text_in(row, "phase"), ""))


CARE = (
    Collection(
        "care_steps",
        "care",
        _("Care steps"),
        _("Care step"),
        _("Care step"),
        (STEP, STEP_FOR),
        named_by="text",
        called=text_line,
        about=phase_line,
    ),
    Collection(
        "red_flags",
        "care",
        _("Warning signs"),
        _("Warning sign"),
        _("Warning sign"),
        (FLAG,),
        named_by="text",
        called=text_line,
    ),
    Collection(
        "consent_risks",
        "care",
        _("Risks to tell"),
        _("Risk to tell"),
        _("Risk"),
        (RISK,),
        intro=_("Risks that matter because of the area, the skin or the answers. Told before consent."),
        named_by="text",
        called=text_line,
    ),
    Collection(
        "explanations",
        "care",
        _("Explanations"),
        _("Explanation"),
        _("Explanation"),
        (EXPLANATION,),
        intro=_("Passages of their own on the pages about treatments."),
    ),
)
SOURCES_PART = (
    Collection(
        "sources",
        "sources",
        _("Sources"),
        _("Source"),
        _("Source"),
        (SOURCE,),
        about=lambda row: text_in(row, "publisher"),
    ),
)
HEAD_PART = (
    Collection("rulebook", "head", _("Rulebook"), _("Rulebook"), _("Rulebook"), (HEAD,), single=True),
)
