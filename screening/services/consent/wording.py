"""The text that is signed: what is planned, what to expect, the risks, and what each box means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from screening.engine import Context, Rulebook, Treatment, digest_of, risks_to_tell
from screening.models import Consent, QuestionnaireResponse, RulebookVersion
from screening.services.errors import TreatmentUnknown
from screening.services.evaluation import answers_of, areas_of, parse_accepted
from screening.services.rulebook import active_version
from screening.services.rulebook.languages import rulebook_here

Kind = Consent.Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of the text: a heading, paragraphs, points."""

    title: str
    texts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"title": self.title, "texts": list(self.texts), "points": list(self.points)}


@dataclass(frozen=True, slots=True)
class ConsentText:
    """Everything there is to read before signing, in one language; `version` is the rulebook it is from."""

    language: str
    treatments: tuple[str, ...]
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    statements: Mapping[str, str]
    version: RulebookVersion

    def as_json(self) -> dict[str, object]:
        """Plain values, as they are stored with the signature."""
        return {
            "language": self.language,
            "treatments": list(self.treatments),
            "areas": list(self.areas),
            "parts": [part.as_json() for part in self.parts],
            "statements": dict(self.statements),
            "rulebook": self.version.digest,
        }

    @property
    def digest(self) -> str:
        """The name of this text, word for word."""
        return digest_of(self.as_json())


def consent_text(response: QuestionnaireResponse, unseen: frozenset[str] = frozenset()) -> ConsentText:
    """The text for a response as it is, from the active rulebook, in the language in force where that is
    offered: what is signed is in one language, its rulebook's own where it is not.

    Answers in `unseen` count as not given, so that the text does not tell who may not see them; a risk they
    might rule out then stands in it. ScreeningUnavailable.
    """
    version = active_version()
    rulebook = rulebook_here(version)
    with override(rulebook.head.language):
        return text_from(rulebook, version, response, unseen)


def text_from(
    rulebook: Rulebook, version: RulebookVersion, response: QuestionnaireResponse, unseen: frozenset[str]
) -> ConsentText:
    """The text in the words of a rulebook and in the language in force. TreatmentUnknown."""
    planned = tuple(response.appointment.treatments)
    if not rulebook.treatments.keys() >= set(planned):
        raise TreatmentUnknown
    areas = tuple(areas_of(response))
    return ConsentText(
        language=rulebook.head.language,
        treatments=planned,
        areas=areas,
        parts=tuple(parts_of(rulebook, response, unseen)),
        statements=statements(),
        version=version,
    )


def parts_of(rulebook: Rulebook, response: QuestionnaireResponse, unseen: frozenset[str]) -> Iterator[Part]:
    """The passages, in order."""
    planned = [rulebook.treatments[code] for code in response.appointment.treatments]
    yield Part(_("What is planned"), tuple(planned_texts(rulebook, response, planned)))
    for treatment in planned:
        if treatment.expected_effects:
            title = _("%(treatment)s: what is usual afterwards") % {"treatment": treatment.short_title}
            yield Part(title, tuple(downtime_texts(treatment)), treatment.expected_effects)
    for treatment in planned:
        if treatment.rare_risks:
            title = _("%(treatment)s: what is rare, but can happen") % {"treatment": treatment.short_title}
            yield Part(title, (), treatment.rare_risks)
    own = own_risks(rulebook, response, unseen)
    if own:
        yield Part(_("What may matter in your case"), (), own)
    yield Part(_("Good to know"), (), tuple(good_to_know()))


def planned_texts(
    rulebook: Rulebook, response: QuestionnaireResponse, planned: list[Treatment]
) -> Iterator[str]:
    """What is to be done, and where."""
    for treatment in planned:
        yield f"{treatment.title}. {treatment.summary}"
    known = rulebook.areas.areas
    places = [known[code].title for code in areas_of(response) if code in known]
    if places:
        yield _("Where: %(areas)s.") % {"areas": pgettext("between the words of a list", ", ").join(places)}


def downtime_texts(treatment: Treatment) -> Iterator[str]:
    """How long it is usually to be seen."""
    longest = treatment.downtime_longest_days
    if longest:
        words = ngettext(
            "This passes by itself, for most people within %(count)d day.",
            "This passes by itself, for most people within %(count)d days.",
            longest,
        )
        yield words % {"count": longest}


def own_risks(rulebook: Rulebook, response: QuestionnaireResponse, unseen: frozenset[str]) -> tuple[str, ...]:
    """What the rulebook tells because of treatment, area, skin and answers."""
    known = {
        link_id: value for link_id, value in answers_of(rulebook, response).items() if link_id not in unseen
    }
    context = Context(response.appointment.day, tuple(response.appointment.treatments))
    return tuple(risk.text for risk in risks_to_tell(rulebook, parse_accepted(rulebook, known), context))


def good_to_know() -> Iterator[str]:
    """What is true of every treatment."""
    yield _("Results differ from person to person. Nobody can promise you one.")
    yield _("There are other treatments, and you can choose to have none.")
    yield _("You can ask us anything, at any time.")
    yield _("You can change your mind at any time before the treatment. You need not say why.")


def statements() -> dict[str, str]:
    """What a tick in each box says."""
    return {
        Kind.TREATMENT: _(
            "I have read about my treatment and its risks. I agree to it, if the practitioner finds on the "
            "day that it suits me."
        ),
        Kind.STORAGE: _("The clinic may store my answers and use them to plan my treatment."),
        Kind.PHOTOGRAPHS: _("The clinic may take photographs of the treated skin for my record."),
        Kind.MARKETING: _("The clinic may send me news and offers."),
    }
