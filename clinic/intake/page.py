"""One section as a page: where it stands in the questionnaire, its form, and what of it is shown."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.intake.words import earlier_answers
from clinic.questions import SectionForm
from clinic.questions.question import Asking, Earlier
from clinic.questions.widgets import several
from screening.engine import TREATMENT_AREAS, Rulebook
from screening.models import QuestionnaireResponse
from screening.services.intake import SectionState, ShownSection, last_time, sections_for
from screening.services.rulebook.languages import rulebook_here

CHECK = "check"
STILL = "still"
OFFERED = "offered_earlier"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, for the bar that shows how far one has come."""

    title: str
    state: str


def steps_of(sections: Collection[ShownSection], here: str) -> list[Step]:
    """The sections, and the check at the end; `here` is a section's id, or CHECK."""
    steps = [Step(section.section.title, state_of(section, here)) for section in sections]
    return [*steps, Step(_("Check your answers"), "here" if here == CHECK else "ahead")]


def state_of(section: ShownSection, here: str) -> str:
    """Whether a section is done, the one in hand, or still ahead."""
    if section.section.id == here:
        return "here"
    return "done" if section.state is SectionState.DONE else "ahead"


class SectionPage:
    """The page of one section of a response. `tells_earlier`: answers of the last visit may be confirmed."""

    def __init__(
        self, response: QuestionnaireResponse, section_id: str, *, tells_earlier: bool = False
    ) -> None:
        self.response = response
        self.tells_earlier = tells_earlier
        self.rulebook: Rulebook = rulebook_here(response.rulebook_version)
        self.sections = sections_for(self.rulebook, response)
        ids = [section.section.id for section in self.sections]
        if section_id not in ids:
            raise Http404
        self.index = ids.index(section_id)

    @property
    def shown(self) -> ShownSection:
        """The section with its items."""
        return self.sections[self.index]

    @property
    def id(self) -> str:
        """The section's id."""
        return self.shown.section.id

    @property
    def is_saved(self) -> bool:
        """Whether it has been saved before."""
        return self.id in self.response.section_revisions

    @cached_property
    def steps(self) -> list[Step]:
        """How far one has come."""
        return steps_of(self.sections, self.id)

    @property
    def number(self) -> int:
        """Which step this is, counted from one."""
        return self.index + 1

    @property
    def before(self) -> str:
        """The address of the section before; empty for the first."""
        return section_url(self.sections[self.index - 1].section.id) if self.index else ""

    @property
    def after(self) -> str:
        """The address of what comes next."""
        if self.index + 1 < len(self.sections):
            return section_url(self.sections[self.index + 1].section.id)
        return reverse("intake:check")

    @property
    def asking(self) -> Asking:
        """What its questions are asked with."""
        return Asking(self.rulebook, timezone.localdate(), tuple(self.response.appointment.areas))

    def make_form(self, data: Any = None, answers: Mapping[str, Any] | None = None) -> SectionForm:
        """The form with what was sent, or with these answers, or with those stored."""
        items = [shown.item for shown in self.shown.items]
        stored = {shown.item.link_id: shown.value for shown in self.shown.items}
        form = SectionForm(items, self.asking, data, stored if answers is None else answers)
        form.follow_up_url = reverse("intake:follow_up", args=[self.id])
        form.earlier = self.earlier
        if data is None:
            given = stored if answers is None else {**stored, **answers}
            form.offered = frozenset(link_id for link_id in form.earlier if given.get(link_id) is None)
        else:
            form.confirm(several(data, STILL))
            form.offered = self.offered_beside(data)
        form.show(self.shown_beside(form.answers) if data is not None else self.shown_beside(answers))
        return form

    def make_single(self, link_id: str, data: Any) -> SectionForm:
        """The form of one question alone, with what was sent; Http404 where it is not this section's."""
        items = [shown.item for shown in self.shown.items if shown.item.link_id == link_id]
        if not items:
            raise Http404
        form = SectionForm(items, self.asking, data)
        form.earlier = {link_id: self.earlier[link_id]} if link_id in self.earlier else {}
        form.confirm(several(data, STILL))
        form.show({link_id})
        return form

    @cached_property
    def earlier(self) -> dict[str, Earlier]:
        """What was answered to this section's questions at the last visit."""
        found = last_time(self.rulebook, self.response) if self.tells_earlier else None
        return earlier_answers(self.rulebook, found, [shown.item for shown in self.shown.items])

    def offered_beside(self, data: Any) -> frozenset[str]:
        """The earlier answers that stand on a sent page, with those of questions that open on it."""
        on_page, asked = set(several(data, OFFERED)), set(several(data, "asked"))
        unanswered = {one.item.link_id for one in self.shown.items if one.value is None}
        return frozenset(link_id for link_id in self.earlier if link_id in on_page | (unanswered - asked))

    def shown_beside(self, answers: Mapping[str, object | None] | None) -> frozenset[str]:
        """The questions of this section that are asked where its answers are these; None: those stored."""
        section = self.shown
        if answers is not None:
            sections = sections_for(self.rulebook, with_answers(self.response, answers))
            section = next((each for each in sections if each.section.id == self.id), self.shown)
        return frozenset(shown.item.link_id for shown in section.items if shown.is_shown)

    def conditional(self) -> list[str]:
        """The questions that depend on others."""
        return [one.item.link_id for one in self.shown.items if one.item.enable_when is not None]


def with_answers(
    response: QuestionnaireResponse, answers: Mapping[str, object | None]
) -> QuestionnaireResponse:
    """The response as it would be with these answers; not to be saved."""
    changed = copy(response)
    laid: dict[str, object | None] = {**response.answers, **answers}
    changed.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    return changed


def section_url(section_id: str) -> str:
    """The address of a section."""
    return reverse("intake:section", args=[section_id])


def first_open(sections: Collection[ShownSection]) -> str:
    """Where somebody was: the first section that is not done, at its first open question; else the check."""
    for section in sections:
        if section.state is SectionState.DONE:
            continue
        begun = section.state is SectionState.PART
        place = f"#slot-{section.missing[0]}" if begun and section.missing else ""
        return section_url(section.section.id) + place
    return reverse("intake:check")


def added_areas(response: QuestionnaireResponse, link_id: str, answer: object) -> object:
    """An answer as it is stored: of the areas to be treated, those the patient added."""
    if link_id != TREATMENT_AREAS or not isinstance(answer, list):
        return answer
    return [code for code in answer if code not in response.appointment.areas] or None
