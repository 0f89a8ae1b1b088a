"""What is counted of how the questionnaire is filled in: pages and times, never who."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.intake import counted
from screening.models import SectionCount
from screening.services.intake import CHECK, CONSENT, TREATMENT, section_figures
from tests.intake.patients import PatientInBrowser, open_form

pytestmark = pytest.mark.django_db


def counts() -> dict[tuple[str, str, int], int]:
    """Everything counted: by section, event and step of time."""
    return {(row.section, row.event, row.at_least_seconds): row.count for row in SectionCount.objects.all()}


def open_for(patient: PatientInBrowser, seconds: int) -> None:
    """Let the page have been open for so long."""
    session = patient.client.session
    section, since = session[counted.OPEN]
    session[counted.OPEN] = [section, since - seconds]
    session.save()


def test_section_is_counted_once_however_often_it_is_shown() -> None:
    patient = open_form()
    patient.page("anything_else")
    patient.page("anything_else")
    patient.client.head("/i/form/questions/anything_else/")
    open_for(patient, 40)
    patient.send("anything_else", {})
    assert counts() == {("anything_else", "opened", 0): 1, ("anything_else", "continued", 30): 1}
    assert patient.client.session.get(counted.OPEN) is None


def test_section_with_a_mistake_goes_on_being_open() -> None:
    patient = open_form()
    page = patient.page("pregnancy")
    assert patient.send_page("pregnancy", page, {}).status_code == 422
    open_for(patient, 130)
    patient.send("pregnancy", {"pregnant": "no", "breastfeeding": "no"})
    assert counts() == {("pregnancy", "opened", 0): 1, ("pregnancy", "continued", 120): 1}


def test_leaving_is_counted_and_going_back_is_not() -> None:
    patient = open_form()
    patient.send("skin_history", {}, do="back")
    patient.send("pregnancy", {}, do="leave")
    assert counts() == {
        ("skin_history", "opened", 0): 1,
        ("pregnancy", "opened", 0): 1,
        ("pregnancy", "left", 0): 1,
    }


def test_whole_way_is_counted_to_the_signature() -> None:
    patient = open_form()
    patient.answer_all()
    patient.declare()
    patient.client.get("/i/form/treatment/")
    patient.consent()
    assert patient.response.is_submitted
    figures = section_figures(patient.response.rulebook_version, 1, "about")
    ways = {name: (one.opened, one.continued) for name, one in figures.sections.items()}
    assert len(ways) == 13
    assert {name: way for name, way in ways.items() if way != (1, 1)} == {}
    assert {CHECK, TREATMENT, CONSENT} <= set(ways)


def test_counts_name_nobody() -> None:
    assert {field.name for field in SectionCount._meta.get_fields()} == {
        "id", "day", "rulebook_version", "section", "event", "at_least_seconds", "count",
    }  # fmt: skip


def test_counting_once_more_is_one_update(django_assert_num_queries: Any) -> None:
    version = open_form().response.rulebook_version
    kind: dict[str, Any] = {
        "day": timezone.localdate(),
        "version": version.pk,
        "section": "about",
        "event": "opened",
    }
    SectionCount.objects.add_one(**kind)
    for _ in range(3):
        with django_assert_num_queries(1):
            SectionCount.objects.add_one(**kind)
    assert SectionCount.objects.get().count == 4
