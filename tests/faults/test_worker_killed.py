"""kill -9 of the worker in the middle of what it does: afterwards it is done, and done once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.mailbox import Mailbox, mailbox
from tests.faults.running import Clinic, Inside, waited

RECORDS = 60
LONGEST_SECONDS = 90


@contextmanager
def killed_once(
    clinic: Clinic, inside: Inside, is_in_the_middle: Callable[[], bool], **more: str
) -> Iterator[None]:
    """Within, a second worker goes on with what a first one was at when it was killed."""
    with clinic.worker(**more) as worker:
        waited(is_in_the_middle, LONGEST_SECONDS)
        worker.kill()
    inside.do("let_leases_run_out")
    with clinic.worker(**more):
        yield


@pytest.fixture
def post() -> Iterator[Mailbox]:
    """The clinic's mail server."""
    with mailbox() as server:
        yield server


def by_way_of(post: Mailbox) -> dict[str, str]:
    """The settings of a worker that sends its mail there."""
    return {"EMAIL_DELIVERY": "smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port)}


def test_mail_of_a_worker_killed_before_it_was_accepted_is_sent_once(
    clinic: Clinic, inside: Inside, post: Mailbox
) -> None:
    messages = inside.do("queue_messages", count=5)
    post.goes_on.clear()
    with killed_once(clinic, inside, post.offered.is_set, **by_way_of(post)):
        held = post.accepted.copy()
        post.goes_on.set()
        waited(lambda: inside.do("messages") == {"sent": 5}, LONGEST_SECONDS)
    assert held == []
    delivered = Counter(post.accepted)
    assert (set(delivered), inside.do("count_events", action="message.sent")) == (set(messages), 5)
    # The first one's connection ended before the server's yes: a server that keeps it all the same has
    # two of one Message-ID.
    assert sorted(delivered.values()) in ([1, 1, 1, 1, 1], [1, 1, 1, 1, 2])


def test_mail_of_a_worker_killed_before_it_heard_yes_has_the_same_message_id_again(
    clinic: Clinic, inside: Inside, post: Mailbox
) -> None:
    (message,) = inside.do("queue_messages", count=1)
    post.is_late = True
    post.goes_on.clear()
    with killed_once(clinic, inside, post.offered.is_set, **by_way_of(post)):
        post.goes_on.set()
        waited(lambda: inside.do("messages") == {"sent": 1}, LONGEST_SECONDS)
    assert post.accepted == [message, message]  # mailboxes show one of them; no protocol can do better
    assert inside.do("count_events", action="message.sent") == 1


def test_impact_preview_of_a_killed_worker_is_made_once(clinic: Clinic, inside: Inside) -> None:
    inside.do("submit_many", count=RECORDS)
    job = inside.do("ask_for_impact")
    with killed_once(clinic, inside, lambda: inside.do("job", job=job)["status"] == "running"):
        waited(lambda: inside.do("job", job=job)["status"] == "done", LONGEST_SECONDS)
        found = inside.do("job", job=job)
    assert found == {
        "status": "done",
        "attempts": 2,
        "records": RECORDS,
        "changed": RECORDS,
        "rows": RECORDS,
        "events": 1,
    }


def test_what_follows_a_publication_is_done_once_for_each_record(clinic: Clinic, inside: Inside) -> None:
    inside.do("submit_many", count=RECORDS)
    inside.do("publish_stricter")
    done: list[int] = []

    def is_in_the_middle() -> bool:
        done.append(inside.do("evaluated_anew")["records"])
        return done[-1] > 0

    with killed_once(clinic, inside, is_in_the_middle):
        waited(lambda: inside.do("evaluated_anew")["records"] == RECORDS, LONGEST_SECONDS)
    assert inside.do("evaluated_anew") == {
        "records": RECORDS,
        "evaluations": RECORDS,
        "events": RECORDS,
        "on_worklist": RECORDS,
        "trail": "",
    }
    assert done[-1] < RECORDS  # it was in the middle
