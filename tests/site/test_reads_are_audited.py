"""Whatever page shows something of a patient's record, the audit trail says who read it.

Lists of many records, and PDF documents, have tests of their own, beside their pages.
"""

import re
from typing import Any

import pytest

from clinic.accounts.models import User
from screening.models import AuditEvent
from tests.site.access_table import CLINICAL_LEAD, RECEPTION, YES, table
from tests.site.access_world import World, browser_of, make_world, same_again
from tests.site.addresses import addresses

OF_A_RECORD = re.compile(r"<uuid:(appointment|patient)_id>")
TELLS_NOTHING = {"review:presence"}
"""Pages of a record that say nothing about the patient: who else of the staff has it open."""


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def unnoted(person: str, world: World) -> tuple[int, list[str]]:
    """How many pages of records were opened as one person, and which of them left no event of theirs."""
    client, found, opened = browser_of(person, world), [], 0
    reader = User.objects.get(email=f"{person}@clinic.example")
    for address in addresses():
        cells: Any = table().get(address.name, {}).get("GET", {})
        is_of_record = OF_A_RECORD.search(address.route) and address.name not in TELLS_NOTHING
        if not is_of_record or address.name.endswith("document") or cells.get(person) != YES:
            continue
        before = AuditEvent.objects.filter(actor_id=reader.pk).count()
        answer = same_again(client).get(address.path(world.path_samples(address.name)))
        if answer.status_code == 302:
            continue
        opened += 1
        answer.getvalue()
        if AuditEvent.objects.filter(actor_id=reader.pk).count() == before:
            found.append(f"{address.name} {answer.status_code}")
    return opened, found


@pytest.mark.parametrize(("person", "least"), [(CLINICAL_LEAD, 20), (RECEPTION, 10)])
def test_every_page_of_a_record_leaves_an_event(person: str, least: int, world: World) -> None:
    opened, found = unnoted(person, world)
    assert (found, opened >= least) == ([], True), opened
