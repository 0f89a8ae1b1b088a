"""What a patient is asked again after handing in, on one page: the form, and what of it is shown."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clinic.intake.page import added_areas, with_answers
from clinic.questions import SectionForm
from clinic.questions.question import Asking
from clinic.sittings import Sitting
from screening.models import PatientRequest, QuestionnaireResponse
from screening.services.consent import consent_standing
from screening.services.intake import ShownItem, sections_for
from screening.services.review import OpenRequest, open_request_for, recheck_due


class AskedPage:
    """The page of an open request. `response` is whole; of its answers staff see none."""

    def __init__(self, sitting: Sitting, asked: OpenRequest) -> None:
        self.response: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(
            pk=sitting.response.pk
        )
        self.rulebook = asked.rulebook
        self.items = {item.link_id: item for item in asked.items}
        self.message = asked.request.message
        self.whole = asked.request.whole
        self.hidden = self.items.keys() if sitting.is_staff else frozenset[str]()

    def beside(self, answers: Mapping[str, object | None]) -> dict[str, ShownItem]:
        """The questions asked that belong to the questionnaire where its answers are these."""
        sections = sections_for(self.rulebook, with_answers(self.response, answers))
        return {one.item.link_id: one for section in sections for one in section.items if self.asks(one)}

    def asks(self, one: ShownItem) -> bool:
        """Whether a question of the questionnaire is asked again."""
        return one.item.link_id in self.items

    def make_form(self, data: Any = None) -> SectionForm:
        """The form with what was sent, or with what was answered before, which staff do not see."""
        known = {link_id: one.value for link_id, one in self.beside({}).items() if link_id not in self.hidden}
        booked = tuple(self.response.appointment.areas)
        asking = Asking(self.rulebook, timezone.localdate(), booked)
        form = SectionForm(self.items.values(), asking, data, known)
        form.follow_up_url = reverse("intake:asked_follow_up")
        answers = (
            form.answers if data is not None else {link_id: known.get(link_id) for link_id in self.items}
        )
        form.show({link_id for link_id, one in self.beside(answers).items() if one.is_shown})
        return form

    def answers(self, form: SectionForm) -> dict[str, object | None]:
        """What is to be stored. An optional answer staff cannot see stays where they leave it empty."""
        given = {link_id: form.answers[link_id] for link_id in form.items if link_id in form.shown}
        return {
            link_id: value
            for link_id, value in given.items()
            if link_id not in self.hidden or added_areas(self.response, link_id, value) is not None
        }

    def conditional(self) -> Collection[str]:
        """The questions that depend on others."""
        return [link_id for link_id, item in self.items.items() if item.enable_when is not None]


def asked_page(sitting: Sitting) -> AskedPage | None:
    """The page of what is asked again at the moment; None where nothing is. ScreeningUnavailable."""
    asked = open_request_for(sitting.response)
    return None if asked is None else AskedPage(sitting, asked)


def wants_more(response: QuestionnaireResponse, now: datetime) -> bool:
    """Whether the clinic still asks something of a patient who has handed in: answers, a word, consent."""
    if PatientRequest.objects.waits_for(response.appointment) or recheck_due(response.appointment, now):
        return True
    return not consent_standing(response.appointment).is_complete


def way_on(response: QuestionnaireResponse, now: datetime) -> str:
    """Where a patient goes on who has handed in."""
    if PatientRequest.objects.waits_for(response.appointment):
        return reverse("intake:asked")
    if recheck_due(response.appointment, now):
        return reverse("intake:changed")
    is_complete = consent_standing(response.appointment).is_complete
    return reverse("intake:plan" if is_complete else "intake:treatment")
