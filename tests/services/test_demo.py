import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from clinic.accounts.models import User
from clinic.accounts.roles import roles_of
from screening.engine import Context, Rulebook, evaluate, parse_answers, parse_source, read_document
from screening.models import (
    Appointment,
    Evaluation,
    Invitation,
    Patient,
    QuestionnaireResponse,
    TreatmentPermission,
)
from screening.services import demo, intake
from screening.services.audit import SYSTEM
from screening.services.demo.answering import Visit, answers_for
from screening.services.demo.people import people
from screening.services.demo.schedule import slots
from screening.services.demo.stories import ALL, Story
from screening.services.rulebook import STARTER, load_starter

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return parse_source(read_document(STARTER))


@pytest.fixture
def starter(db: None, settings: Settings) -> None:
    settings.DEMO = True
    load_starter(by=SYSTEM)


@pytest.mark.parametrize("story", ALL, ids=lambda story: f"{story.expected}-{story.treatments[0]}")
@pytest.mark.parametrize("days_ahead", [-3, 0, 1, 20])
def test_story_gives_the_eligibility_it_says(rulebook: Rulebook, story: Story, days_ahead: int) -> None:
    if story.near and days_ahead > 1:
        days_ahead = 1
    person = people(1, random.Random(days_ahead))[0]
    visit = Visit(person, story, TODAY + timedelta(days=days_ahead), TODAY)
    raw = {
        **answers_for(rulebook, visit, random.Random(1)),
        **story.clinic,
        "treatment_areas": list(story.areas),
        "date_of_birth": person.birth_date(TODAY, story.age).isoformat(),
    }
    answers = parse_answers(rulebook, raw, TODAY)
    assert evaluate(rulebook, answers, Context(visit.on, story.treatments)).eligibility == story.expected


@pytest.mark.usefixtures("starter")
def test_demo_clinic_has_every_eligibility_and_every_state() -> None:
    now = timezone.now()
    assert demo.seed_clinic(patients=60, now=now) == 60
    found = Counter(Evaluation.objects.current().values_list("eligibility", flat=True))
    assert {
        eligibility: found[eligibility] >= 3 for eligibility in Evaluation.Eligibility.values
    } == dict.fromkeys(Evaluation.Eligibility.values, True)
    responses = QuestionnaireResponse.objects.all()
    states = Counter((one.is_submitted, one.revision > 0) for one in responses)
    assert {state: count >= 4 for state, count in states.items()} == {
        (True, True): True,
        (False, True): True,
        (False, False): True,
    }


@pytest.mark.usefixtures("starter")
def test_demo_appointments_lie_in_opening_hours_from_last_week_to_three_weeks_ahead() -> None:
    demo.seed_clinic(patients=60, now=timezone.now())
    booked = Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
    earlier, *times = [timezone.localtime(one) for one in booked]
    today = timezone.localdate()
    assert {one.weekday() < 5 and 9 <= one.hour <= 17 for one in times} == {True}
    assert {-7 <= (one.date() - today).days <= 21 for one in times} == {True}
    assert min(times).date() < today < max(times).date()
    assert len(set(times)) == 60
    assert earlier < times[0] - timedelta(days=100)


@pytest.mark.usefixtures("starter")
def test_demo_clinic_is_the_same_on_every_run(transactional: Callable[[], Any]) -> None:
    assert transactional() == transactional()


@pytest.fixture
def transactional() -> Callable[[], Any]:
    """Seeds, tells what came of it, and takes it back."""
    now = timezone.now()

    def seeded() -> Any:
        with transaction.atomic():
            demo.seed_clinic(patients=12, now=now)
            told = [
                (one.patient.name, one.starts_at, one.treatments, one.response.answers)
                for one in Appointment.objects.with_people().order_by("starts_at")
            ]
            transaction.set_rollback(True)
        return told

    return seeded


@pytest.mark.usefixtures("starter")
def test_demo_is_made_once() -> None:
    demo.seed_clinic(patients=3, now=timezone.now())
    assert (demo.seed_clinic(patients=3, now=timezone.now()), Patient.objects.count()) == (0, 3)


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", "--patients", "12", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("starter")
def test_command_prints_sign_ins_that_work_and_a_link_that_opens(client: Any) -> None:
    printed = seed()
    lines = printed.splitlines()
    assert lines[0] == "Demo clinic made: 12 patients"
    assert client.login(username="practitioner@demo.example", password=demo.PASSWORD)
    found = {user.email.partition("@")[0]: set(roles_of(user)) for user in User.objects.all()}
    assert found == {
        "reception": {"reception"},
        "practitioner": {"practitioner"},
        "lead": {"clinical-lead"},
        "editor": {"rulebook-editor"},
        "administrator": {"administrator"},
    }
    assert TreatmentPermission.objects.filter(may_perform=True, may_sign_off=True).count() == 2 * 7
    assert open_printed(printed).is_submitted is False


@pytest.mark.usefixtures("starter")
def test_command_run_again_keeps_everything_and_mints_a_fresh_link() -> None:
    first, invitations = seed(), Invitation.objects.count()
    second = seed()
    assert (Patient.objects.count(), Invitation.objects.count()) == (12, invitations + 1)
    assert first.splitlines()[1:3] == second.splitlines()[0:2]
    assert open_printed(second) == open_printed(first)


def open_printed(printed: str) -> QuestionnaireResponse:
    words = printed.split()
    token = next(word for word in words if "/i/" in word).rstrip("/").rsplit("/", 1)[1]
    birth_date = date.fromisoformat(words[words.index("born") + 1])
    return intake.open_invitation(token=token, birth_date=birth_date, now=timezone.now())


@pytest.mark.usefixtures("starter")
def test_command_is_refused_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="only with DEMO=true"):
        seed()
    assert (User.objects.count(), Patient.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_command_without_a_rulebook_says_so(settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="No rulebook is published"):
        seed()


@pytest.mark.parametrize("weekday", range(7))
def test_slots_are_enough_whatever_day_it_is(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    times: list[datetime] = slots(today, 300, random.Random(1))
    assert (len(times), len(set(times)), times == sorted(times)) == (300, 300, True)
