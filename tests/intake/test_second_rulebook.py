"""Nothing is specific to microneedling: the rulebook of another service is imported, asked and evaluated."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from screening.engine import Rulebook
from screening.engine.dates import shift
from screening.models import Evaluation, RulebookVersion
from screening.services.rulebook import active_version, rulebook_of
from tests.intake.patients import PatientInBrowser, harmless, open_form

pytestmark = pytest.mark.django_db

LASER = Path(__file__).resolve().parents[2] / "screening" / "rulebooks" / "laser_hair_removal"
SECTIONS = ["about", "skin", "health", "medicines", "recent", "anything_else"]
DARK_SKIN = {
    "skin_natural_colour": "dark_brown",
    "skin_burn_reaction": "never",
    "skin_tan_depth": "dark",
}


@pytest.fixture
def laser(db: None) -> Rulebook:
    """The second rulebook, imported and published as an administrator would."""
    call_command("import_rulebook", str(LASER), publish=True, verbosity=0)
    return rulebook_of(active_version())


def answer_all(patient: PatientInBrowser, **answers: Any) -> None:
    """Answer every page, and once more each page on which an answer has opened a question."""
    for section in [section for section in SECTIONS for _ in range(2)]:
        page = patient.page(section)
        own = {name: value for name, value in answers.items() if f"q-{name}" in page.names}
        concern = {"concern": "unwanted_hair"} if section == "about" else {}
        patient.send_page(section, page, harmless(page) | concern | own)


def sent(patient: PatientInBrowser) -> dict[str, Any]:
    """The result stored for what the patient sends."""
    response = patient.submit()
    assert (response.status_code, patient.response.is_submitted) == (302, True)
    return dict(json.loads(Evaluation.objects.get(response=patient.response).body))


def test_second_rulebook_is_the_active_version(laser: Rulebook) -> None:
    assert RulebookVersion.objects.active().get().digest == laser.digest
    assert laser.id == "laser_hair_removal_example"


def test_patient_is_asked_the_second_rulebook_s_sections(laser: Rulebook) -> None:
    patient = open_form(treatments=("diode_810",), areas=("lower_legs",))
    assert [section.id for section in laser.sections] == SECTIONS
    headings = [patient.page(section).h1 for section in SECTIONS]
    assert headings == [section.title for section in laser.sections]


def test_patient_without_findings_is_eligible_for_every_treatment(laser: Rulebook) -> None:
    patient = open_form(treatments=tuple(laser.treatments), areas=("lower_legs",))
    answer_all(patient)
    assert sent(patient)["eligibility"] == "eligible"


def test_dark_skin_rules_out_one_light_and_leaves_another(laser: Rulebook) -> None:
    patient = open_form(treatments=("ndyag_1064",), areas=("underarms",))
    answer_all(patient, **DARK_SKIN)
    result = sent(patient)
    assert result["eligibility"] == "precaution"
    assert result["others"]["alexandrite_755"] == "contraindicated"


def test_isotretinoin_ended_today_opens_its_question_and_defers_with_a_date(laser: Rulebook) -> None:
    patient = open_form(treatments=("diode_810",), areas=("lower_legs",))
    today = timezone.localdate()
    last = dict(zip(("year", "month", "day"), today.timetuple()[:3], strict=True))
    on = {f"isotretinoin_last_dose-{part}": value for part, value in last.items()}
    answer_all(patient, isotretinoin_status="stopped", **on)
    result = sent(patient)
    assert [finding["rule"] for finding in result["findings"]] == ["isotretinoin"]
    assert (result["eligibility"], result["earliest_date"]) == ("deferred", shift(today, 1, 0).isoformat())
