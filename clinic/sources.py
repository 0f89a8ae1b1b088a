"""Where a clinical statement comes from, in words for staff."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.engine import Rulebook

STRENGTHS: dict[str, str | Promise] = {
    "label": _("Device or medicine labelling"),
    "regulator": _("Regulator"),
    "guideline": _("Guideline"),
    "trial": _("Clinical trial"),
    "review": _("Review of the literature"),
    "practice": _("Clinical practice"),
    "consumer": _("Information for patients"),
    "design": _("Default of this product"),
}
SEEN: dict[str, str | Promise] = {
    "full": _("read in full by the rulebook's authors"),
    "part": _("read in part by the rulebook's authors"),
    "quoted": _("known to the rulebook's authors from quotations only"),
    "not_seen": _("not seen by the rulebook's authors"),
}


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as pages show it."""

    title: str
    publisher: str
    year: str
    link: str
    strength: str
    seen: str


def sources_of(rulebook: Rulebook, ids: tuple[str, ...]) -> list[SourceView]:
    """The sources with these ids, in their order."""
    return [
        SourceView(
            title=source.title,
            publisher=source.publisher,
            year="" if source.year is None else str(source.year),
            link=source.link if is_web_address(source.link) else "",
            strength=str(STRENGTHS[source.strength]),
            seen=str(SEEN[source.seen]),
        )
        for source in (rulebook.sources[key] for key in ids)
    ]


def is_web_address(link: str) -> bool:
    """Whether a link leads to a page of the web: a browser would run `javascript:`."""
    return link.lower().startswith(("https://", "http://"))
