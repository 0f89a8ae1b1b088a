"""Medicine classes, and the words beside the names of medicines."""

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.workshop.elements.collections.collection import Collection, Group, Row
from clinic.rulebook.workshop.elements.kinds.texts import Line, Lines
from clinic.rulebook.workshop.elements.tables import Spec

ONE_PER_LINE = _("One per line.")

NAMES = Group(
    _("Names"),
    (
        Spec("title", _("Title"), Line()),
        Spec(
            "names",
            _("Names, whatever the form"),
            Lines(),
            _("Substances, brands and other spellings, one per line."),
            optional=True,
        ),
        Spec(
            "systemic_names",
            _("Names only as tablet, capsule or injection"),
            Lines(),
            _("One per line. The question, or a word beside the name, tells the form."),
            optional=True,
        ),
        Spec("topical_names", _("Names only as cream or gel"), Lines(), ONE_PER_LINE, optional=True),
    ),
)
WORDS = Group(
    _("Words beside a name"),
    (
        Spec("topical", _("Mean: for the skin"), Lines(), ONE_PER_LINE, optional=True),
        Spec("systemic", _("Mean: for the whole body"), Lines(), ONE_PER_LINE, optional=True),
        Spec("ignored", _("Mean nothing"), Lines(), ONE_PER_LINE, optional=True),
    ),
)


def names_line(row: Row) -> str:
    """The first names of a class."""
    names = row.get("names")
    return ", ".join(one for one in names[:6] if isinstance(one, str)) if isinstance(names, list) else ""


MEDICINES = (
    Collection(
        "medicine_classes",
        "medicines",
        _("Medicine classes"),
        _("Medicine class"),
        _("Medicine class"),
        (NAMES,),
        intro=_("What rules know medicines by. A name may stand in several classes: all count."),
        about=names_line,
    ),
    Collection(
        "medicine_words",
        "medicines",
        _("Words beside names"),
        _("Words beside names"),
        _("Words"),
        (WORDS,),
        single=True,
    ),
)
