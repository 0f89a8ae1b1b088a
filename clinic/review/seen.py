"""What a page of the worklist showed last, as it tells when it asks again, and what is new since."""

from dataclasses import dataclass

from django.utils.translation import ngettext

HEADER = "X-Worklist-Seen"

Token = str


@dataclass(frozen=True, slots=True)
class Seen:
    """How many each queue holds, and a token per row shown, by the beginning of its id."""

    counts: tuple[int, ...]
    rows: dict[str, Token]

    @property
    def text(self) -> str:
        """All of it as text for a header; nothing of a record is in it."""
        counts = ".".join(str(count) for count in self.counts)
        return f"{counts};{','.join(f'{row}.{token}' for row, token in self.rows.items())}"

    def new_since(self, before: "Seen") -> frozenset[str]:
        """The rows that were not there."""
        return frozenset(self.rows.keys() - before.rows.keys())


def read_seen(text: str) -> Seen | None:
    """What a header says; None where it says nothing that can be read."""
    counts, found, rows = text.partition(";")
    if not found:
        return None
    told = [row.partition(".") for row in rows.split(",") if row]
    numbers = [count for count in counts.split(".") if count.isdecimal() and len(count) < 8]
    return Seen(tuple(map(int, numbers)), {row: token for row, _dot, token in told})


def news_words(seen: Seen, before: Seen) -> str:
    """What is new in a list: "2 new, 1 changed"; nothing where nothing in sight is."""
    new = len(seen.new_since(before))
    gone = len(before.rows.keys() - seen.rows.keys())
    changed = sum(before.rows[row] != seen.rows[row] for row in before.rows.keys() & seen.rows.keys())
    parts = [
        ngettext("%(count)d new", "%(count)d new", new) % {"count": new} if new else "",
        ngettext("%(count)d changed", "%(count)d changed", changed) % {"count": changed} if changed else "",
        ngettext("%(count)d gone", "%(count)d gone", gone) % {"count": gone} if gone else "",
    ]
    return ", ".join(part for part in parts if part)
