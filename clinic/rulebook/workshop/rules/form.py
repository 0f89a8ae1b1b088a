"""What the form of a rule shows."""

from dataclasses import dataclass

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder import BuilderView
from clinic.rulebook.workshop.builder.choices import Choice
from clinic.rulebook.workshop.rules.severities import SeverityView
from screening.engine import Phrase


@dataclass(frozen=True, slots=True)
class TextView:
    """A field for a text: its name, what is typed, and what is wrong."""

    name: str
    label: Words
    hint: Words
    value: str
    errors: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class BranchView:
    """One branch: its sentence or what is missing for one, its builder, its severities."""

    number: int
    prefix: str
    of: int
    phrases: tuple[Phrase, ...]
    missing: tuple[str, ...]
    builder: BuilderView
    severities: SeverityView
    errors: list[str]
    rest: str
    is_open: bool
    is_acted: bool

    @property
    def index(self) -> int:
        """Its number, counted from nought."""
        return self.number - 1

    @property
    def title_id(self) -> str:
        """The id of its heading."""
        return f"{self.prefix}-title"

    @property
    def up_id(self) -> str:
        """The id of its button "up"."""
        return f"{self.prefix}-up"

    @property
    def down_id(self) -> str:
        """The id of its button "down"."""
        return f"{self.prefix}-down"

    @property
    def said_id(self) -> str:
        """The id of its sentence."""
        return f"{self.prefix}-when-said"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The advisory date."""

    starts: list[tuple[str, str]]
    start: str
    direction: str
    number: str
    units: list[tuple[str, Words, bool]]
    errors: list[str]


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The whole form. `focus` is the id of the element that gets the focus."""

    texts: dict[str, TextView]
    topics: list[tuple[str, str]]
    overrides: list[tuple[str, Words]]
    override: str
    sources: list[Choice]
    sources_order: str
    chosen_sources: list[str]
    review: ReviewView
    branches: list[BranchView]
    errors: dict[str, list[str]]
    problems: list[tuple[str, str]]
    built_in: str
    focus: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form is shown: what has the focus, in which branch a button was pressed, what is marked.

    `mark_texts` marks texts that are missing, `mark_conditions` also conditions that are not finished yet;
    `refusal` is why the rule could not be stored.
    """

    focus: str = ""
    branch: int = -1
    mark_texts: bool = True
    mark_conditions: bool = True
    refusal: str = ""
