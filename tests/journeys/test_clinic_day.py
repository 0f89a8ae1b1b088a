"""A clinic's day: reception imports and invites, patients answer, practitioners decide, reception rebooks."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clinic.accounts.models import User
from screening.models import Appointment, Evaluation, Patient, PatientRequest, SignOff
from screening.services import outbox
from tests.factories import publish, small_document
from tests.journeys.browser import DESKTOP, PHONE, assert_accessible
from tests.journeys.conftest import opened
from tests.journeys.patient import (
    BORN,
    choose,
    go_on,
    read_about_treatment,
    sign_consent,
    wait_for_question,
)
from tests.people import PASSWORD
from tests.review.decisions import permit

INES, BRUNO, CLARA = "Ines Frei", "Bruno Acker", "Clara Keller"
DORA, PETRA, NORA = "Dora Tanner", "Petra Wyss", "Nora Lang"

BOOKED = [
    # time, name, treatment, language, the subject of the message
    ("09:00", INES, "Pen", "English", "A few questions before your appointment"),
    ("10:00", BRUNO, "Pen", "Deutsch", "Ein paar Fragen vor Ihrem Termin"),
    ("11:00", CLARA, "Laser", "fr", "Quelques questions avant votre rendez-vous"),
    ("13:00", DORA, "Pen", "es", "Unas preguntas antes de su cita"),
    ("14:00", PETRA, "Pen", "ar", "بعض الأسئلة قبل موعدكم"),
    ("15:00", NORA, "Pen", "", ""),  # no e-mail address: reception copies a link
]
COLUMNS = "reference;date;time;name;birth date;email;treatment;areas;language"

ADDRESSES = re.compile(r'\s(?:href|src|action|class|id|for)="[^"]*"')
SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/i/)[\w-]{30,}|(?<=/findings/)\w+")

UNTOLD = set(
    """
    pregnant pregnancy acne tablets epilepsy
    contraindicated contraindication deferred clearance precaution eligible eligibility severity
    finding findings override overridden acknowledged letter evaluation digest rule rules rulebook
    meier inflamed waxed spots specialist autumn
    """.split()  # noqa: SIM905 - a list to read
)
"""What patients answered, what was found and what was said of it: none of reception's business."""


@dataclass
class Met:
    """The pages met so far: each is looked at with axe the first time, and once per verdict or gate on it."""

    pages: set[tuple[str, ...]] = field(default_factory=set)

    def look(self, page: Page) -> None:
        """axe finds nothing, and nothing is wider than the window."""
        met = (SHAPE.sub("*", page.url), *texts(page, ".verdict h2"))
        if met not in self.pages:
            self.pages.add(met)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), met


OpenPage = Callable[..., AbstractContextManager[Page]]


@dataclass
class Clinic:
    """The browsers of the day: one for each member of staff, and a phone the patients hand on."""

    open_page: OpenPage
    reception: Page
    practitioner: Page
    phone: Page
    met: Met = field(default_factory=Met)

    @property
    def day(self) -> date:
        """Tomorrow, for which everything is booked."""
        return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def clinic(chromium: Browser, live_server: Any, erin: User, alice: User, frank: User) -> Iterator[Clinic]:
    """Reception and a practitioner, signed in; the small rulebook is active."""
    publish(without("skin_type"))
    for user in (alice, frank):
        permit(user, "pen", "laser")
    open_page = partial(opened, chromium, live_server.url)
    with ExitStack() as browsers:
        reception = browsers.enter_context(open_page(viewport=DESKTOP))
        practitioner = browsers.enter_context(open_page(viewport=DESKTOP))
        phone = browsers.enter_context(open_page(viewport=PHONE, is_mobile=True, has_touch=True))
        sign_in(reception, erin)
        sign_in(practitioner, alice)
        yield Clinic(open_page, reception, practitioner, phone)


def without(rule: str) -> dict[str, Any]:
    """The small rulebook without a rule that asks the clinic, so that patients alone decide the result."""
    document = small_document()
    document["rules"] = [one for one in document["rules"] if one["id"] != rule]
    document["cases"] = [one for one in document["cases"] if one["rule"] != rule]
    return document


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("banner")).to_contain_text(user.full_name.split()[0])


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def texts(page: Page, selector: str) -> list[str]:
    """What stands at each place, on one line."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def mail_of(name: str) -> str:
    return "" if name == NORA else f"{name.split(maxsplit=1)[0].lower()}@example.org"


# Reception, in the morning


def csv_file(folder: Path, day: date) -> Path:
    """The day as the booking system gives it, with a row nobody can read."""
    rows = [
        f"B-{number};{day};{time};{name};2.4.1990;{mail_of(name)};{treatment};Full face;{language}"
        for number, (time, name, treatment, language, _subject) in enumerate(BOOKED, 1)
    ]
    file = folder / "day.csv"
    file.write_text("\n".join([COLUMNS, *rows, f"B-7;{day};noon;Nobody;2.4.1990;;Pen;;Klingon"]))
    return file


def import_day(clinic: Clinic, folder: Path) -> None:
    """Look at every row, then import; the same file again books nothing."""
    page = clinic.reception
    for times, expected in ((1, "6 appointments booked"), (2, "0 appointments booked")):
        page.goto("/desk/import/")
        clinic.met.look(page)
        page.get_by_label("File with appointments").set_input_files(csv_file(folder, clinic.day))
        page.get_by_role("button", name="Look at the rows").click()
        heading(page, "Look at the rows")
        assert Appointment.objects.count() == (0 if times == 1 else 6)
        assert texts(page, "table.import tbody td:nth-child(3)") == [*(row[1] for row in BOOKED), "Nobody"]
        fate = "Will be booked" if times == 1 else "Booked already"
        assert texts(page, "table.import tbody .tag") == [fate] * 6 + ["Cannot be imported"]
        assert len(texts(page, "table.import .problems li")) == 2
        clinic.met.look(page)
        page.get_by_role("button", name="Import what can be imported").click()
        heading(page, re.compile("Imported"))
        assert texts(page, "main .panel li")[0] == expected
        clinic.met.look(page)


def give_links(clinic: Clinic) -> dict[str, str]:
    """A message to everybody with an address, in their language; a link by hand for the one without."""
    page = clinic.reception
    for _time, name, *_rest in BOOKED[:-1]:
        page.goto(f"/desk/?day={clinic.day}")
        clinic.met.look(page)
        page.get_by_role("button", name=f"Send link to {name}").click()
        expect(page.get_by_text("The link is on its way to the patient.")).to_be_visible()
    page.goto(f"/desk/?day={clinic.day}")
    page.get_by_role("link", name=NORA, exact=True).click()
    page.wait_for_url("**/desk/appointments/*/")
    clinic.met.look(page)
    page.get_by_role("button", name="Copy a link").click()
    link = page.get_by_label("Link to the questionnaire").input_value()
    clinic.met.look(page)
    assert outbox.send_due(now=timezone.now()).sent == 5  # what the worker does
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([mail_of(row[1])], row[4]) for row in BOOKED[:-1]
    ]
    return {
        **{row[1]: link_in(str(one.body)) for row, one in zip(BOOKED, mail.outbox, strict=False)},
        NORA: path_of(link),
    }


def link_in(text: str) -> str:
    """The path of the one link of a message."""
    [link] = re.findall(r"http\S+", text)
    return path_of(link)


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


# Patients, on their phones


def enter(clinic: Clinic, link: str) -> Page:
    """With nothing of another patient in the browser, open the link and show whose it is."""
    page = clinic.phone
    page.context.clear_cookies()
    page.goto(link)
    clinic.met.look(page)
    for part, value in zip(("Day", "Month", "Year"), BORN, strict=True):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Start").click()
    return page


def answer(clinic: Clinic, link: str, answers: dict[str, str]) -> None:
    """From the link to the thanks: "no" to everything but for `answers`."""
    page = enter(clinic, link)
    heading(page, "About you")
    clinic.met.look(page)
    go_on(page, "Your health")
    answer_health(page, answers)
    clinic.met.look(page)
    go_on(page, "Anything else")
    clinic.met.look(page)
    go_on(page, "Check your answers")
    clinic.met.look(page)
    page.get_by_role("checkbox", name="My answers are true and complete").check()
    go_on(page, "About your treatment")
    clinic.met.look(page)
    read_about_treatment(page)
    clinic.met.look(page)
    sign_consent(page)
    heading(page, "Thank you. We have your answers.")
    clinic.met.look(page)


def answer_health(page: Page, answers: dict[str, str]) -> None:
    for link_id in ("pregnant", "acne", "tablets", "epilepsy"):
        if page.locator(f'[name="q-{link_id}"]').count():
            choose(page, link_id, answers.get(link_id, "no"))
    if answers.get("acne") == "yes":
        wait_for_question(page, "acne_areas")
        page.locator("#slot-acne_areas").get_by_role("checkbox", name="Chin").check()
    if "tablets_last" in answers:
        wait_for_question(page, "tablets_last")
        last = date.fromisoformat(answers["tablets_last"])
        for part, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
            page.locator("#slot-tablets_last").get_by_label(part).fill(str(value))


def patients_answer(clinic: Clinic, links: dict[str, str]) -> None:
    """Everybody answers; one stopped two weeks ago."""
    stopped = (timezone.localdate() - timedelta(days=14)).isoformat()
    given: dict[str, dict[str, str]] = {
        INES: {},
        BRUNO: {"acne": "yes"},
        CLARA: {"epilepsy": "yes", "acne": "yes"},
        DORA: {"tablets": "yes", "tablets_last": stopped},
        PETRA: {"pregnant": "yes"},
        NORA: {"pregnant": "unsure"},
    }
    for name, answers in given.items():
        answer(clinic, links[name], answers)
    assert {one.response.appointment.patient.name: one.eligibility for one in evaluations()} == {
        INES: "eligible",
        BRUNO: "contraindicated",
        CLARA: "clearance",
        DORA: "deferred",
        PETRA: "contraindicated",
        NORA: "clearance",
    }


def evaluations() -> list[Evaluation]:
    return list(Evaluation.objects.select_related("response__appointment__patient"))


# Practitioners, during the day


def open_record(clinic: Clinic, page: Page, name: str) -> None:
    """From the worklist to the summary."""
    page.goto("/review/?queue=all")
    clinic.met.look(page)
    page.get_by_role("link", name=name).click()
    heading(page, name)
    clinic.met.look(page)


def finding(page: Page, title: str) -> Any:
    """A finding, its decisions opened."""
    article = page.get_by_role("article", name=title)
    article.get_by_text("Decide on this").click()
    return article


def sign(clinic: Clinic, page: Page, outcome: str, **more: str) -> None:
    """Sign with the password."""
    page.get_by_role("link", name="Decide", exact=True).click()
    heading(page, re.compile("Sign"))
    choose_outcome(page, outcome)
    for label, text in more.items():
        page.get_by_role("textbox", name=label.capitalize()).fill(text)
    page.get_by_label("Your password").fill(PASSWORD)
    clinic.met.look(page)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("region", name="Signed off")).to_be_visible()
    clinic.met.look(page)


def choose_outcome(page: Page, outcome: str) -> None:
    page.locator(f'[name="outcome"][value="{outcome}"]').check()


def work_list(clinic: Clinic) -> None:
    """Everybody needs review, the earliest first, each with the result and what to do."""
    page = clinic.practitioner
    page.goto("/review/")
    clinic.met.look(page)
    assert texts(page, "table.worklist tbody th a") == [row[1] for row in BOOKED]
    assert texts(page, "table.worklist .result-cell > .tag") == [
        "Eligible",
        "Contraindicated",
        "Needs clearance",
        "Deferred",
        "Contraindicated",
        "Needs clearance",
    ]
    assert texts(page, "table.worklist .todo")[0] == "Sign off"


def clear_eligible(clinic: Clinic) -> None:
    page = clinic.practitioner
    open_record(clinic, page, INES)
    expect(page.locator(".verdict h2")).to_have_text("Eligible")
    sign(clinic, page, "proceed")


def override_with_second_person(clinic: Clinic, lead: User) -> None:
    """Proceed is refused until a clinical lead has confirmed what the practitioner overrides."""
    page = clinic.practitioner
    open_record(clinic, page, BRUNO)
    acne = finding(page, "Acne in the area")
    acne.get_by_label("Override").check()
    acne.get_by_label("Reason").select_option("Advice of a specialist")
    acne.get_by_label("Comment").fill("Dr Meier agrees: nothing inflamed.")
    clinic.met.look(page)
    acne.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("article", name="Acne in the area")).to_contain_text("waits for a clinical lead")
    refused_alone(clinic, page)
    confirm(clinic, lead)
    open_record(clinic, page, BRUNO)
    sign(clinic, page, "proceed-with-conditions", conditions="Away from the waxed spots.")


def refused_alone(clinic: Clinic, page: Page) -> None:
    page.get_by_role("link", name="Decide", exact=True).click()
    choose_outcome(page, "proceed")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    blocking = page.get_by_role("alert", name="It cannot proceed while these are undecided")
    expect(blocking.get_by_role("link")).to_have_text(["Acne in the area"])
    assert_accessible(page)


def confirm(clinic: Clinic, lead: User) -> None:
    """The second person, with a browser and a password of their own."""
    with clinic.open_page(viewport=DESKTOP) as page:
        sign_in(page, lead)
        page.goto("/review/")
        expect(page.get_by_role("row", name=BRUNO)).to_contain_text("Confirm or refuse an override")
        page.get_by_role("link", name=BRUNO).click()
        page.get_by_role("link", name="Confirm or refuse").click()
        page.wait_for_url("**/confirm/")
        clinic.met.look(page)
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm the override").click()
        expect(page.get_by_role("article", name="Acne in the area")).to_contain_text(
            "Confirmed by Frank Favre"
        )


def acknowledge_and_wait(clinic: Clinic) -> None:
    """Seen, and a letter is awaited."""
    page = clinic.practitioner
    open_record(clinic, page, CLARA)
    epilepsy = finding(page, "Epilepsy")
    epilepsy.get_by_label("Acknowledge").check()
    epilepsy.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("article", name="Epilepsy")).to_contain_text("Acknowledged")
    page.get_by_role("button", name="Wait for a letter").click()
    expect(page.get_by_role("region", name="Waiting for clearance")).to_be_visible()


def postpone(clinic: Clinic) -> date:
    """To the earliest date, which is filled in; returns it."""
    page = clinic.practitioner
    open_record(clinic, page, DORA)
    page.get_by_role("link", name="Decide", exact=True).click()
    choose_outcome(page, "postpone")
    offered = page.get_by_role("textbox", name="Not before").input_value()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("region", name="Signed off")).to_contain_text("Postpone to")
    earliest = Evaluation.objects.get(response__appointment__external_reference="B-4").earliest_date
    signed = SignOff.objects.get(outcome="postpone")
    assert (offered, signed.postponed_to) == (str(earliest), earliest)
    return date.fromisoformat(offered)


def decline(clinic: Clinic) -> None:
    """Nobody may override it."""
    page = clinic.practitioner
    open_record(clinic, page, PETRA)
    pregnant = finding(page, "Pregnant")
    expect(pregnant.get_by_label("Override")).to_have_count(0)
    sign(clinic, page, "decline", note="We meet again in the autumn.")


def ask_back(clinic: Clinic) -> str:
    """One question again; the message brings a new link, and no health word."""
    page = clinic.practitioner
    open_record(clinic, page, NORA)
    page.get_by_role("region", name="Needs review").get_by_role("link", name="Ask the patient").click()
    for box in page.locator('[name="items"]:checked').all():
        box.uncheck()
    page.locator('[name="items"][value="pregnant"]').check()
    page.get_by_label("Message to the patient").fill("Have you made a test since?")
    clinic.met.look(page)
    page.get_by_role("button", name="Ask the patient").click()
    expect(page.get_by_role("region", name="Waiting for the patient")).to_contain_text("asked 1 question")
    clinic.met.look(page)
    desk = clinic.reception
    desk.goto(f"/desk/?day={clinic.day}")
    desk.get_by_role("link", name=NORA, exact=True).click()
    desk.wait_for_url("**/desk/appointments/*/")
    clinic.met.look(desk)
    desk.get_by_role("button", name="Copy a link").click()
    return path_of(desk.get_by_label("Link to the questionnaire").input_value())


def answer_again(clinic: Clinic, link: str) -> None:
    """The link opens for this question only."""
    page = enter(clinic, link)
    heading(page, "A few answers again")
    expect(page.get_by_text("Have you made a test since?")).to_be_visible()
    assert sorted(set(names_of(page))) == ["q-pregnant"]
    clinic.met.look(page)
    choose(page, "pregnant", "no")
    page.get_by_role("button", name="Send my answers").click()
    heading(page, re.compile("^Thank you"))
    clinic.met.look(page)
    assert [one.items for one in PatientRequest.objects.all()] == [["pregnant"]]


def names_of(page: Page) -> list[str]:
    """The questions a page asks."""
    return [str(box.get_attribute("name")) for box in page.locator('[name^="q-"]').all()]


def see_answer(clinic: Clinic) -> None:
    """It is back in the list, with nothing left to find."""
    page = clinic.practitioner
    page.goto("/review/")
    assert texts(page, "table.worklist tbody th a") == [NORA]
    open_record(clinic, page, NORA)
    expect(page.locator(".verdict h2")).to_have_text("Eligible")


# Reception, in the evening


def see_gates(clinic: Clinic) -> None:
    """Cleared, on hold, declined; never why."""
    page = clinic.reception
    page.goto(f"/desk/?day={clinic.day}")
    clinic.met.look(page)
    rows = [texts(page, f"table.schedule tbody {cell}") for cell in ("th", ".gate-cell", ".next-cell")]
    assert list(zip(*rows, strict=True)) == [
        (INES, "Cleared", "Nothing to do"),
        (BRUNO, "Cleared", "Nothing to do"),
        (CLARA, "On hold", "With the practitioner"),
        (DORA, "On hold", "Book another day"),
        (PETRA, "Declined", "The practitioner speaks with the patient"),
        (NORA, "On hold", "With the practitioner"),
    ]


def book_again(clinic: Clinic, earliest: date) -> None:
    """Who was postponed is on the list, and off it once booked."""
    page = clinic.reception
    page.goto("/desk/recall/")
    clinic.met.look(page)
    assert [texts(page, "table tbody th a"), texts(page, "table tbody .when")] == [
        [DORA],
        [f"{earliest:%-d %b %Y}"],
    ]
    page.get_by_role("link", name=f"Book {DORA}").click()
    heading(page, "Book an appointment")
    assert page.locator('[name="day"]').input_value() == str(earliest)
    expect(page.get_by_label("Pen", exact=True)).to_be_checked()
    clinic.met.look(page)
    page.get_by_label("Time").fill("10:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("The appointment has been booked.")).to_be_visible()
    page.goto("/desk/recall/")
    heading(page, "To book again")
    expect(page.get_by_role("heading", level=2)).to_have_text("Nobody is waiting to be booked again")
    clinic.met.look(page)


def see_nothing_else(clinic: Clinic) -> None:
    """No page of reception holds a health word, and no page of a record opens for it."""
    page = clinic.reception
    patients = [f"/desk/patients/{one.pk}/" for one in Patient.objects.all()]
    booked = [f"/desk/appointments/{one.pk}/" for one in Appointment.objects.all()]
    addresses = [
        f"/desk/?day={clinic.day}",
        f"/desk/week/?day={clinic.day}",
        "/desk/recall/",
        "/desk/patients/",
        *patients,
        *booked,
        *(f"{patients[0]}{tail}" for tail in ("edit/", "book/", "merge/")),
        *(f"{booked[0]}{tail}" for tail in ("change/", "cancel/")),
    ]
    told = {address: health_words(clinic, address) for address in addresses}
    assert told == {address: set() for address in addresses}
    page.goto("/desk/patients/")
    page.get_by_role("searchbox").fill("acker")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name=BRUNO)).to_be_visible()
    clinic.met.look(page)
    assert told_on(page) == set()
    open_record(clinic, clinic.practitioner, BRUNO)
    assert told_on(clinic.practitioner) >= {"acne", "contraindicated", "overridden", "meier", "waxed"}
    for address in (f"/review/{Appointment.objects.get(external_reference='B-2').pk}/", "/review/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404


def health_words(clinic: Clinic, address: str) -> set[str]:
    """The words of a page that reception is not told."""
    page = clinic.reception
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    clinic.met.look(page)
    return told_on(page)


def told_on(page: Page) -> set[str]:
    """Those of a page, wherever they stand on it."""
    return set(re.findall(r"[a-z]+", ADDRESSES.sub("", page.content()).lower())) & UNTOLD


def test_a_day_at_the_clinic(clinic: Clinic, transactional_db: None, frank: User, tmp_path: Path) -> None:
    import_day(clinic, tmp_path)
    links = give_links(clinic)
    patients_answer(clinic, links)
    work_list(clinic)
    clear_eligible(clinic)
    override_with_second_person(clinic, frank)
    acknowledge_and_wait(clinic)
    earliest = postpone(clinic)
    decline(clinic)
    answer_again(clinic, ask_back(clinic))
    see_answer(clinic)
    see_gates(clinic)
    book_again(clinic, earliest)
    see_nothing_else(clinic)
