import pytest

from screening.models import RulebookDraft
from screening.services.audit import SYSTEM
from screening.services.errors import RulebookRefused, RulebookUnreadable
from screening.services.rulebook import check_draft, import_draft
from tests.factories import SMALL

pytestmark = pytest.mark.django_db

TEXT = SMALL.read_text()


def bring_in(text: str | bytes, *, despite_problems: bool = False) -> RulebookDraft:
    data = text if isinstance(text, bytes) else text.encode()
    return import_draft(
        title="Imported", data=data, name="up.toml", by=SYSTEM, despite_problems=despite_problems
    )


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_file_becomes_a_draft_without_errors() -> None:
    assert check_draft(bring_in(TEXT)).errors == ()


def test_file_with_a_byte_order_mark_and_windows_line_ends_is_the_same() -> None:
    windows = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    assert bring_in(windows).digest == bring_in(TEXT).digest


def test_problems_are_shown_at_their_lines_and_nothing_is_stored() -> None:
    broken = TEXT.replace('link_id = "acne"\nsection = "health"', 'link_id = "acne"\nsection = "nowhere"')
    with pytest.raises(RulebookRefused) as refusal:
        bring_in(broken)
    line = line_of(broken, '[[items]]\nlink_id = "acne"\n')
    assert [(one.file, one.line) for one in refusal.value.problems][:1] == [("up.toml", line)]
    assert RulebookDraft.objects.count() == 0


def test_file_with_problems_becomes_a_draft_on_demand() -> None:
    draft = bring_in(TEXT.replace('section = "health"', 'section = "nowhere"'), despite_problems=True)
    assert len(check_draft(draft).errors) > 0


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 0),
        (b"x" * (2 * 1024 * 1024 + 1), 0),
        (b"[rulebook]\nid = \x00", 2),
        (b"[rulebook]\n\nid = '\xff'", 3),
        (b"[rulebook]\nid = ", 2),
        (b"[rulebook]\nn = 1.5", 1),
        (b"a = " + b"[" * 100_000, 0),
        (b"n = " + b"9" * 5000, 0),
        (b"[rulebook]\nid = 'x'\n[surprise]\n", 3),
        (b"rules = 5", 0),
        (b"rulebook = 5", 0),
        (b"rules = ['a']", 0),
    ],
)
def test_file_that_is_no_rulebook_is_refused_whatever_is_asked_for(data: bytes, line: int) -> None:
    with pytest.raises(RulebookUnreadable) as refusal:
        bring_in(data, despite_problems=True)
    assert ([one.line for one in refusal.value.problems][:1], RulebookDraft.objects.count()) == ([line], 0)
