"""An element's form as its page lays it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.elements.kinds.inner import Rows
from clinic.rulebook.workshop.elements.looking import Errors, LookedAt, Opened
from clinic.rulebook.workshop.elements.tables import Spec, Typed, belonging, name_of
from screening.services.rulebook.link_ids import PublishedQuestion


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: its name, its words, what is typed, what is wrong; `more` is what its kind adds."""

    name: str
    label: Words
    hint: Words
    optional: bool
    template: str
    value: object
    errors: list[str]
    is_locked: bool
    has_focus: bool
    more: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a list of tables."""

    prefix: str
    index: int
    of: int
    was: str
    label: str
    title: str
    fields: list[FieldView]
    aside: list[FieldView]
    errors: list[str]
    is_aside_open: bool
    focus: str

    @property
    def number(self) -> int:
        """Its number, counted from one."""
        return self.index + 1


@dataclass(frozen=True, slots=True)
class GroupView:
    """Fields under a heading."""

    id: str
    title: Words
    fields: list[FieldView]


@dataclass(slots=True)
class Showing:
    """Makes the views of one form; `labels` are gathered on the way, for the summary of what is wrong."""

    here: Here
    errors: Errors
    focus: str = ""
    loud: bool = True
    published: PublishedQuestion | None = None
    labels: dict[str, str] = field(default_factory=dict)

    def fields(
        self, specs: Sequence[Spec], typed: Typed, prefix: str = "", within: str = ""
    ) -> list[FieldView]:
        """The fields that belong to what is typed."""
        return [self.field(spec, typed, prefix, within) for spec in belonging(specs, typed)]

    def field(self, spec: Spec, typed: Typed, prefix: str, within: str) -> FieldView:
        """One field."""
        name = name_of(prefix, spec.key)
        value = typed.values[spec.key]
        self.labels[name] = f"{within}{spec.label}"
        return FieldView(
            name=name,
            label=spec.label,
            hint=spec.hint,
            optional=spec.optional,
            template=spec.kind.template,
            value=value,
            errors=self.errors.get(name, []),
            is_locked=is_locked(self.published, spec.key, prefix, typed),
            has_focus=self.focus == name,
            more=spec.kind.shown(value, name, self),
        )

    def rows(self, kind: Rows, rows: Sequence[Typed], name: str) -> list[RowView]:
        """The rows of a list."""
        return [self.row(kind, row, name, (index, len(rows))) for index, row in enumerate(rows)]

    def row(self, kind: Rows, row: Typed, name: str, place: tuple[int, int]) -> RowView:
        """One row."""
        index, of = place
        prefix = f"{name}-{index}"
        label = f"{kind.each} {index + 1}"
        self.labels[prefix] = label
        views = self.fields(kind.specs, row, f"{prefix}-", f"{label}, ")
        aside_keys = {f"{prefix}-{spec.key}" for spec in kind.specs if spec.aside}
        aside = [view for view in views if view.name in aside_keys]
        return RowView(
            prefix=prefix,
            index=index,
            of=of,
            was=row.mark,
            label=label,
            title=str(views[0].value) if views and isinstance(views[0].value, str) else "",
            fields=[view for view in views if view.name not in aside_keys],
            aside=aside,
            errors=self.errors.get(prefix, []),
            is_aside_open=any(view.value or view.errors for view in aside),
            focus=self.focus,
        )


def is_locked(published: PublishedQuestion | None, key: str, prefix: str, typed: Typed) -> bool:
    """Whether a field stays as it is: the type of a published question, the codes of its options."""
    if published is None:
        return False
    if key == "type" and not prefix:
        return bool(typed.values["type"] == published.type)
    return key == "code" and prefix.startswith("options-") and locked_code(published, typed)


def locked_code(published: PublishedQuestion, row: Typed) -> bool:
    """Whether an option is one of those that were published."""
    was = row.was if isinstance(row.was, Mapping) else {}
    return was.get("code") in published.codes


@dataclass(frozen=True, slots=True)
class ElementForm:
    """The whole form. `problems` are anchors and messages for its top."""

    groups: list[GroupView]
    problems: list[tuple[str, str]]
    called: str


def element_form(here: Here, opened: Opened, found: LookedAt, page: Showing) -> ElementForm:
    """The form of an element."""
    shown = {view.name: view for view in page.fields(opened.collection.specs, found.typed)}
    groups = [
        GroupView(
            f"part-{number}",
            group.title,
            [shown[name_of("", s.key)] for s in group.specs if name_of("", s.key) in shown],
        )
        for number, group in enumerate(opened.collection.groups)
    ]
    return ElementForm(groups, problems_of(page), opened.collection.called(found.element))


def problems_of(page: Showing) -> list[tuple[str, str]]:
    """Everything that is wrong, in the order of the page, each with the id of what it is shown at."""
    order = {f"{name}-field": number for number, name in enumerate(page.labels)}
    found = [
        (anchor, _("%(field)s: %(message)s") % {"field": label, "message": message} if label else message)
        for name, messages in page.errors.items()
        for anchor, label in [anchored(name, page.labels)]
        for message in messages
    ]
    return sorted(found, key=lambda problem: order.get(problem[0], len(order)))


def anchored(name: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """The field a problem is shown at, or the nearest around it, and its label."""
    parts = name.split("-")
    around = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    nearest = next((one for one in around if one in labels), "")
    return (f"{nearest}-field", labels[nearest]) if nearest else ("element-form", "")
