"""The summary page as it is served."""

import re
import uuid
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.factories import ZONE, make_patient
from tests.review.starter import PEEL, PEN, hand_in, starter

RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}


def address(appointment: Appointment, rest: str = "") -> str:
    return f"/review/{appointment.pk}/{rest}"


def words(html: str) -> str:
    return " ".join(strip_tags(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).split())


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, anchor: str) -> str:
    """The words of one finding."""
    return words(html.split(f'id="{anchor}" ')[1].partition("</article>")[0].split(">", 1)[1])


def test_head_says_who_when_and_what(practitioner: Client) -> None:
    appointment = hand_in({}, patient=make_patient("Amara Okafor"))
    head = words(
        read(practitioner, address(appointment)).split('<div class="page-head">')[1].split("</button>")[0]
    )
    assert head == (
        "Amara Okafor 36 years · born 2 April 1990 "
        f"{head.split('1990 ')[1].split('Tuesday')[0]}Tuesday 15 September 2026, 10:30 change the date "
        "· Microneedling pen, Whole face change treatment or areas PDF Care plan Print"
    )


def test_verdict_stands_before_the_findings(practitioner: Client) -> None:
    html = read(practitioner, address(hand_in(STOPPED)))
    rules = len(starter().rules)
    assert words(html.split('<section class="verdict wait"')[1].split("</section>")[0].split(">", 1)[1]) == (
        "Deferred until 28 February 2027 One finding sets a date. "
        f"{rules - 1} rules found nothing. Offer 28 February 2027"
    )


def test_finding_holds_its_answers_and_what_follows(practitioner: Client) -> None:
    rule = starter().rules["isotretinoin_recent"]
    text = part(read(practitioner, address(hand_in(STOPPED))), "finding-isotretinoin_recent")
    assert text.startswith(
        "Isotretinoin stopped less than six months ago Deferred Isotretinoin Yes, but I have stopped "
        "Last isotretinoin dose August 2026 "
        "read as 31 August 2026: 15 days before the appointment "
    )
    for words_of_rule in (rule.message, rule.action, rule.resolution, rule.evidence):
        assert words_of_rule in text.replace("&#x27;", "'")
    assert "Earliest date 28 February 2027" in text


def test_source_with_an_address_is_a_link(practitioner: Client) -> None:
    html = read(practitioner, address(hand_in({"concern": ["hair_loss"]})))
    source = starter().sources["e1_fda_devices"]
    assert f'<a class="source" href="{source.link}" rel="noreferrer">{source.title}</a>' in html


def test_many_unanswered_questions_are_one_block(practitioner: Client) -> None:
    appointment = hand_in({})
    desk.change_procedure(
        appointment=appointment, treatments=["fractional_laser"], areas=["full_face"], by=SYSTEM
    )
    html = read(practitioner, address(appointment))
    assert html.count("<article") == 1
    assert re.search(
        r"^\d+ questions not answered Needs clearance What is not known", part(html, "open-questions")
    )


def test_clinics_question_links_to_its_field(practitioner: Client) -> None:
    html = read(practitioner, address(hand_in({}, treatments=PEEL)))
    assert ('href="#clinic_peel_agent"' in html, 'id="clinic_peel_agent"' in html) == (True, True)


def test_patients_own_words_are_escaped_and_marked(practitioner: Client) -> None:
    html = read(
        practitioner,
        address(hand_in({"other_condition_text": f"<script>alert(1)</script> {RIGHT_TO_LEFT}🙂"})),
    )
    assert f'<dd class="words">&lt;script&gt;alert(1)&lt;/script&gt; {RIGHT_TO_LEFT}🙂</dd>' in html


def test_answers_that_counted_link_to_their_finding(practitioner: Client) -> None:
    html = read(practitioner, address(hand_in({"smoker": "yes"})))
    assert html.count('class="counts" href="#finding-healing_risk"') == 1


def test_set_aside_answers_are_shown(practitioner: Client) -> None:
    appointment = hand_in({})
    appointment.response.set_aside = {"retired_question": "a kept answer"}
    appointment.response.save()
    html = read(practitioner, address(appointment))
    assert '<dt>retired_question</dt><dd class="words">a kept answer</dd>' in html


def test_rulebook_and_evaluation_are_named_by_their_digests(practitioner: Client) -> None:
    appointment = hand_in({})
    html = read(practitioner, address(appointment))
    evaluation = appointment.response.evaluations.get()
    digests = re.findall(r'<dd class="code">(sha256:[0-9a-f]{64})</dd>', html)
    assert digests == [appointment.consents.get().digest, starter().digest, evaluation.digest]


def test_old_evaluation_is_read_only_and_points_to_the_newest(practitioner: Client) -> None:
    appointment = hand_in(STOPPED)
    later = datetime(2027, 3, 1, 9, 0, tzinfo=ZONE)
    desk.reschedule_appointment(appointment=appointment, starts_at=later, by=SYSTEM)
    html = read(practitioner, address(appointment, "evaluations/1/"))
    assert html.count('<form class="panel') == 0
    assert "You are reading evaluation 1 of 2. It is not the newest." in words(html)
    assert "Deferred until 28 February 2027" in words(html)


@pytest.mark.parametrize("sequence", ["0", "2", "99999999999999999999"])
def test_evaluation_that_was_never_made_is_not_there(practitioner: Client, sequence: str) -> None:
    url = address(hand_in({}), f"evaluations/{sequence}/")
    assert practitioner.get(url).status_code == 404


def test_unknown_appointment_is_not_there(practitioner: Client) -> None:
    assert practitioner.get(f"/review/{uuid.uuid4()}/").status_code == 404


def test_questionnaire_that_was_not_handed_in_says_that_nothing_was_checked(practitioner: Client) -> None:
    appointment = desk.book_appointment(
        patient=make_patient("Late Larry"),
        starts_at=datetime(2027, 1, 4, 9, 0, tzinfo=ZONE),
        treatments=list(PEN),
        areas=[],
        by=SYSTEM,
    )
    html = read(practitioner, address(appointment))
    assert "Nothing has been checked for this appointment." in words(html)
    assert "Larry" not in html


def test_cancelled_appointment_can_be_read_and_not_changed(practitioner: Client) -> None:
    appointment = hand_in({})
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    html = read(practitioner, address(appointment))
    assert ("This appointment has been cancelled." in html, '<form class="panel' in html) == (True, False)


def test_reading_is_on_the_audit_trail_with_the_evaluation_read(practitioner: Client, alice: User) -> None:
    appointment = hand_in({})
    read(practitioner, address(appointment))
    event = AuditEvent.objects.get(action="response.read")
    evaluation = appointment.response.evaluations.get()
    assert (event.actor_id, event.subject_id, event.detail) == (
        alice.pk,
        appointment.response.pk,
        {"evaluation": str(evaluation.pk)},
    )


def test_page_takes_as_many_queries_for_many_findings_as_for_none(practitioner: Client) -> None:
    def queries(appointment: Appointment) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(practitioner, address(appointment))
        return len(captured)

    calm = hand_in({})
    full = hand_in({**STOPPED, "smoker": "yes", "pregnant": "unsure", "takes_blood_thinner": "yes"})
    assert queries(full) == queries(calm)


def test_name_is_not_in_the_title_that_the_browser_remembers(practitioner: Client) -> None:
    html = read(practitioner, address(hand_in({}, patient=make_patient("Amara Okafor"))))
    assert "Okafor" not in html.split("<title>")[1].split("</title>")[0]
