"""A signed consent as pages and documents show it."""

from dataclasses import dataclass
from typing import Any

from clinic import written
from screening.models import Consent
from screening.services.consent import HEIGHT, WIDTH, ConsentStanding, is_genuine


@dataclass(frozen=True, slots=True)
class StatementView:
    """One box: what it says, whether it was ticked, and when the consent was taken back, if it was."""

    kind: str
    text: str
    is_given: bool
    withdrawn: str
    is_optional: bool

    @property
    def stands(self) -> bool:
        """Whether it was given and not taken back."""
        return self.is_given and not self.withdrawn


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One signature with the text it stands under, word for word. `box` is that of the drawing."""

    language: str
    parts: tuple[dict[str, Any], ...]
    statements: tuple[StatementView, ...]
    name: str
    relation: str
    drawing: str
    box: str
    when: str
    taken_by: str
    digest: str
    is_genuine: bool


@dataclass(frozen=True, slots=True)
class ConsentsView:
    """What is consented to now. `is_given`: somebody has signed; `is_complete`: nothing is missing."""

    now: ConsentView | None
    earlier: tuple[ConsentView, ...]
    covers: bool
    is_complete: bool


def consents_view(standing: ConsentStanding) -> ConsentsView:
    """Everything that was signed for an appointment."""
    return ConsentsView(
        now=None if standing.consent is None else consent_view(standing.consent),
        earlier=tuple(map(consent_view, standing.earlier)),
        covers=standing.covers,
        is_complete=standing.is_complete,
    )


def consent_view(consent: Consent) -> ConsentView:
    """One signature."""
    signed = consent.signed
    text = signed["text"]
    withdrawn = {one.kind: stamp(one.withdrawn_at) for one in consent.withdrawals.all()}
    return ConsentView(
        language=text["language"],
        parts=tuple(text["parts"]),
        statements=tuple(
            StatementView(
                kind, words, kind in signed["given"], withdrawn.get(kind, ""), kind in Consent.OPTIONAL
            )
            for kind, words in text["statements"].items()
        ),
        name=signed["name"],
        relation=signed["relation"],
        drawing=signed["drawing"],
        box=f"0 0 {WIDTH} {HEIGHT}",
        when=stamp(consent.signed_at),
        taken_by="" if consent.taken_by is None else str(consent.taken_by),
        digest=consent.digest,
        is_genuine=is_genuine(consent),
    )


def stamp(moment: Any) -> str:
    """A moment in words."""
    return written.moment(moment)
