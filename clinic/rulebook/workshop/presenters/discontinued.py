"""The languages patients can read now and could not read a draft in."""

from collections.abc import Mapping

from django.utils.translation import get_language_info, ngettext

from screening.models import RulebookVersion
from screening.services.rulebook.translations import carried


def left_out(document: Mapping[str, object], active: RulebookVersion | None) -> list[str]:
    """A sentence for each language that lacks texts; none where nothing is active."""
    found = [] if active is None else carried(document, [active])
    return [sentence(one.language, len(one.missing)) for one in found if one.missing]


def sentence(language: str, count: int) -> str:
    """What will happen, and until when."""
    words = ngettext(
        "%(language)s lacks %(count)d text: this version will not be offered in %(language)s until it is"
        " translated.",
        "%(language)s lacks %(count)d texts: this version will not be offered in %(language)s until they are"
        " translated.",
        count,
    )
    name = get_language_info(language)["name_translated"]
    return words % {"language": name, "count": count}
