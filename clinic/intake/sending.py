"""What a section's form sends beside the answers: what to do, and what was on the page."""

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

from clinic.questions import PREFIX, SectionForm
from clinic.questions.rows import MOST_ROWS, Row, row_indexes

GO_ON = "continue"
AWAY = ("back", "leave")
EDITS = ("add", "remove", "spelling")


class Sent:
    """A sent form. `do` names the button; a row's buttons carry item, row and word after it, with colons.

    `data` are the answers, the button's edit of the rows done. SuspiciousOperation for what no page sends.
    """

    def __init__(self, posted: QueryDict) -> None:
        self.posted = posted
        self.do, _, rest = posted.get("do", GO_ON).partition(":")
        if self.do not in {GO_ON, *AWAY, *EDITS}:
            raise SuspiciousOperation("no such button")
        self.edited, _, place = rest.partition(":")
        self.place, _, self.word = place.partition(":")
        self.asked = frozenset(posted.getlist("asked"))
        self.offered = frozenset(posted.getlist("offered"))
        self.then = "check" if posted.get("then") == "check" else ""
        self.focus_row: int | None = None
        self.data = self.edit_rows() if self.edits else posted

    @property
    def edits(self) -> bool:
        """Whether only the rows of a list are to change."""
        return self.do in EDITS

    @property
    def goes_on(self) -> bool:
        """Whether everything has to be answered."""
        return self.do == GO_ON

    @property
    def revision(self) -> int:
        """The revision of the response the page was made from."""
        text = self.posted.get("revision", "")
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise SuspiciousOperation("no such revision")
        return int(text)

    def edit_rows(self) -> QueryDict:
        """The answers with a row added, taken away, or its name corrected."""
        data = self.posted.copy()
        name = f"{PREFIX}-{self.edited}"
        rows = row_indexes(data, name) or [0]
        if self.do == "add" and len(rows) < MOST_ROWS:
            self.focus_row = max(rows) + 1
            rows.append(self.focus_row)
        elif self.do == "remove":
            rows = [index for index in rows if str(index) != self.place] or [max(rows) + 1]
        elif self.do == "spelling":
            data[f"{name}-{self.place}-name"] = self.word
        data.setlist(f"{name}-row", [str(index) for index in rows])
        return data

    def mark_focus(self, form: SectionForm) -> None:
        """Say in the form where to go on after the edit: in the new row, or at "add"."""
        group = form.groups.get(self.edited)
        if group is None:
            return
        added: list[Row] = [row for row in group.rows if row.index == self.focus_row]
        for row in added:
            row.has_focus = True
        group.has_focus = not added
