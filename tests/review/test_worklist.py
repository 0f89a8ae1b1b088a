"""The worklist: queues, rows, what to do next, pages."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.engine import canonical_json, digest_of_text
from screening.models import Appointment, AuditEvent, Evaluation, Review, RulebookVersion
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.review import evaluate_outdated
from tests.factories import make_patient
from tests.review.decisions import override, sign, worst_rule
from tests.review.rows import at, names_in, read, rows_of, tabs_of
from tests.review.starter import PEEL, hand_in, starter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

QUEUES = ("needs-review", "waiting-for-patient", "all")
STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}


def book(name: str, days: int = 2) -> Appointment:
    """An appointment whose questionnaire has not come."""
    return desk.book_appointment(
        patient=make_patient(name), starts_at=at(days), treatments=["prp"], areas=["scalp"], by=SYSTEM
    )


def test_row_says_when_who_what_what_decides_it_and_what_to_do(practitioner: Client) -> None:
    hand_in(
        {
            **STOPPED,
            "isotretinoin_last_dose": timezone.localdate().replace(day=1).isoformat(),
            "smoker": "yes",
        },
        starts_at=at(0),
        patient=make_patient("Amara Okafor"),
    )
    (row,) = rows_of(read(practitioner))
    assert re.fullmatch(
        r"Today 10:30 Amara Okafor \d+ years Microneedling pen Whole face Deferred "
        r"Isotretinoin stopped less than six months ago earliest \d+ \w+ \d{4} · 1 more finding "
        r"Decide 1 finding",
        row,
    )


def test_row_of_open_questions_names_them(practitioner: Client) -> None:
    hand_in({}, treatments=PEEL, starts_at=at(0))
    (row,) = rows_of(read(practitioner))
    assert row.endswith("Needs clearance 1 question not answered Peel agent Clear up 1 open question")


def test_row_with_nothing_found_says_so_and_is_to_sign_off(practitioner: Client) -> None:
    hand_in({}, starts_at=at(0))
    assert re.search(r"Eligible Nothing found in \d+ rules Sign off$", rows_of(read(practitioner))[0])


def test_row_with_information_alone_does_not_say_nothing_was_found(practitioner: Client) -> None:
    hand_in({"event_soon": "yes", "event_date": at(2).date().isoformat()}, starts_at=at(0))
    assert "Eligible Only for information Important event within a week" in rows_of(read(practitioner))[0]


def test_rows_are_earliest_first_then_worst(practitioner: Client) -> None:
    for name, days, changes in [
        ("Dora", 3, {}),
        ("Bert", 1, {"smoker": "yes"}),
        ("Anna", 1, {"pregnant": "yes"}),
        ("Carl", 1, {}),
        ("Egon", -2, {}),
    ]:
        hand_in(changes, starts_at=at(days), patient=make_patient(name))
    assert names_in(read(practitioner)) == ["Egon", "Anna", "Bert", "Carl", "Dora"]


def test_queues_hold_what_is_theirs_and_say_how_many(practitioner: Client, alice: User) -> None:
    hand_in({}, starts_at=at(0), patient=make_patient("Needs Review"))
    book("Awaits Answers")
    sign(hand_in({}, starts_at=at(1), patient=make_patient("Signed Off")), alice)
    html = read(practitioner, "?queue=all")
    assert tabs_of(html) == {
        "Needs review": "1",
        "Waiting for the patient": "1",
        "Waiting for clearance": "0",
        "Today": "1",
        "Signed off": "1",
        "All": "3",
    }
    queues = ["needs-review", "waiting-for-patient", "waiting-for-clearance", "today", "signed-off"]
    assert [names_in(read(practitioner, f"?queue={queue}")) for queue in queues] == [
        ["Needs Review"],
        ["Awaits Answers"],
        [],
        ["Needs Review"],
        ["Signed Off"],
    ]


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("precaution", "clearance", "Worse under the new rulebook: was precaution, now needs clearance."),
        (
            "clearance",
            "precaution",
            "Better under the new rulebook, to be looked at: was needs clearance, now precaution.",
        ),
    ],
)
def test_row_says_what_the_new_rulebook_made_of_the_result(
    practitioner: Client, first: str, then: str, words: str
) -> None:
    appointment = hand_in({"smoker": "yes"}, starts_at=at(1))
    rule = worst_rule(appointment)
    for number, severity in enumerate([first, then], 2):
        make_active(weighing(rule, severity), number)
        evaluate_outdated(by=SYSTEM, now=timezone.now())
        if severity is first:
            Evaluation.objects.update(cause=Evaluation.Cause.REQUESTED)
    (row,) = rows_of(read(practitioner))
    assert words in row
    assert "Skin that may heal slowly: was " in row


def weighing(rule: str, severity: str) -> dict[str, Any]:
    """The starter rulebook with another severity for one rule."""
    document: dict[str, Any] = deepcopy(dict(starter().document))
    (chosen,) = [one for one in document["rules"] if one["id"] == rule]
    for branch in chosen["branches"]:
        branch["severity"] = {"all": severity}
    return document


def make_active(document: dict[str, Any], number: int) -> None:
    """Make a document the active version, its cases taken as read."""
    text = canonical_json(document)
    RulebookVersion.objects.active().update(status=RulebookVersion.Status.RETIRED)
    RulebookVersion.objects.create(
        number=number,
        digest=digest_of_text(text),
        document=text,
        status=RulebookVersion.Status.ACTIVE,
        published_at=timezone.now(),
    )


def test_row_without_answers_shows_none_and_says_how_far_the_patient_is(practitioner: Client) -> None:
    book("Late Larry")
    (row,) = rows_of(read(practitioner, "?queue=waiting-for-patient"))
    assert re.search(r"Late Larry \d+ years PRP add-on Scalp No answers yet Questionnaire not started$", row)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ({"outcome": "proceed"}, "Cleared Nothing left to do"),
        ({"outcome": "decline"}, "Declined Nothing left to do"),
        ({"outcome": "postpone", "postponed_to": at(400).date()}, "Book again from "),
    ],
)
def test_row_signed_off_shows_the_gate_and_what_is_left(
    practitioner: Client, alice: User, verdict: dict[str, Any], words: str
) -> None:
    sign(hand_in({}, starts_at=at(30)), alice, **verdict)
    (row,) = rows_of(read(practitioner, "?queue=signed-off"))
    assert words in row


def test_override_that_waits_asks_the_lead_and_tells_its_maker(
    practitioner: Client, alice: User, frank: User, client_of: Callable[[User], Client]
) -> None:
    appointment = hand_in({"pregnant": "yes"}, starts_at=at(1))
    override(appointment, worst_rule(appointment), Actor.staff(alice))
    told = [rows_of(read(client))[0] for client in (practitioner, client_of(frank))]
    assert [row.endswith("Second person awaited") for row in told] == [True, False]
    assert told[1].endswith("Confirm or refuse an override")


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Nothing to review"),
        ("?queue=waiting-for-patient", "Nobody is awaited"),
        ("?queue=waiting-for-clearance", "No letter is awaited"),
        ("?queue=today", "No appointment today"),
        ("?queue=signed-off", "Nothing is signed off"),
        ("?queue=all", "No appointments"),
        ("?q=nobody", "Nothing matches"),
    ],
)
def test_empty_queue_says_so_and_what_to_do(practitioner: Client, query: str, heading: str) -> None:
    html = read(practitioner, query)
    found = re.search(r"<h2>([^<]+)</h2>\s*<p class=\"soft\">([^<]+)</p>", html)
    assert found is not None
    assert (found[1], len(found[2]) > 40) == (heading, True)


def test_cancelled_appointment_is_not_listed(practitioner: Client) -> None:
    desk.cancel_appointment(appointment=hand_in({}, starts_at=at(0)), by=SYSTEM)
    assert rows_of(read(practitioner, "?queue=all")) == []


def test_more_leads_through_every_row_once(practitioner: Client) -> None:
    for number in range(27):
        hand_in({}, starts_at=at(number % 5), patient=make_patient(f"Patient{number:02} Jones"))
    first = read(practitioner, "?q=jones")
    following = re.search(r'rel="next" href="/review/([^"]+)"', first)
    assert following is not None
    second = read(practitioner, following[1].replace("&amp;", "&"))
    names = [names_in(first), names_in(second)]
    assert [len(names[0]), len(names[1]), len({*names[0], *names[1]})] == [25, 2, 27]
    assert ('rel="next"' in second, "q=jones" in second) == (False, True)


@pytest.mark.parametrize(
    "query",
    ["?queue=everything", "?queue=", "?after=nonsense", "?after=%00", "?queue=all&after=~~", "?queue=%00"],
)
def test_page_that_does_not_exist_is_not_there(practitioner: Client, query: str) -> None:
    assert practitioner.get(f"/review/{query}").status_code == 404


def test_lists_take_as_many_queries_for_one_row_as_for_three_hundred(practitioner: Client) -> None:
    def queries() -> list[int]:
        return [
            count_queries(practitioner, queue) for queue in ("needs-review", "waiting-for-patient", "all")
        ]

    first = hand_in({"pregnant": "yes"}, starts_at=at(1))
    book("Late Larry")
    counts = [queries()]
    hand_in({"smoker": "yes"}, starts_at=at(1))
    book("Later Laura")
    counts.append(queries())
    for _number in range(298):
        lay_beside(first, book("One of Many", days=1))
    assert tabs_of(read(practitioner))["Needs review"] == "300"
    counts.append(queries())
    assert counts == [counts[0]] * 3


def count_queries(client: Client, queue: str) -> int:
    """How many queries a queue takes."""
    with CaptureQueriesContext(connection) as captured:
        read(client, f"?queue={queue}")
    return len(captured)


def lay_beside(like: Appointment, booked: Appointment) -> None:
    """Have a booked appointment listed as another one is, without all its answers."""
    row = Review.objects.filter(appointment=like).values(
        "state", "appointment_at", "severity_rank", "evaluation", "answers_given_at"
    )
    Review.objects.filter(appointment=booked).update(**row.get())


def test_every_row_shown_is_on_the_audit_trail(practitioner: Client) -> None:
    appointments = [hand_in({}, starts_at=at(day)) for day in (0, 1)]
    read(practitioner)
    events = AuditEvent.objects.filter(action="review.listed")
    assert {event.subject_id for event in events} == {one.review.pk for one in appointments}


def test_name_is_escaped(practitioner: Client) -> None:
    hand_in({}, starts_at=at(0), patient=make_patient("<b>Bobby</b>"))
    assert "&lt;b&gt;Bobby&lt;/b&gt;" in read(practitioner)
