"""The operators: which items each fits, and how its value is read into a leaf."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from screening.engine.conditions import (
    TREATMENT_AREAS,
    AgeLeaf,
    AnsweredLeaf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
    TypedLeaf,
)
from screening.engine.questionnaire import Field, Item, ItemType, Tense
from screening.engine.rulebook.reader import Reader

NUMBERS = frozenset({ItemType.NUMBER, ItemType.SCORE})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a leaf may speak of: items, or the fields of one repeating item (`fields`)."""

    items: Mapping[str, Item]
    areas: Mapping[str, object]
    classes: Mapping[str, object]
    fields: Mapping[str, Field] | None = None

    @property
    def named(self) -> Mapping[str, Item | Field]:
        """What may be named here."""
        return self.items if self.fields is None else self.fields


Maker = Callable[[Reader, Scope, Item | Field, str], Leaf | None]
Fits = Callable[[Item | Field], bool]


def id_of(subject: Item | Field) -> str:
    """Return the name of an item or field."""
    return subject.link_id if isinstance(subject, Item) else subject.id


def make_choice(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `is`, `is_not`, `in`, `not_in`."""
    given = (
        (reader.text(operator),) if operator in ("is", "is_not") else reader.texts(operator, optional=False)
    )
    if not known_codes(reader, subject, given, operator):
        return None
    named = frozenset(given)
    unsettled = frozenset(code for code, option in subject.options.items() if option.not_known) - named
    negated = operator in ("is_not", "not_in")
    accepts = frozenset(subject.options) - named - unsettled if negated else named
    if not accepts:
        reader.note("can never be true: no answer is left", operator)
    return ChoiceLeaf(id_of(subject), operator, reader.get(operator), accepts, unsettled)


def known_codes(reader: Reader, subject: Item | Field, given: tuple[str, ...], operator: str) -> bool:
    """Note every code that is no option of the item; return whether all are."""
    unknown = [code for code in given if code and code not in subject.options]
    for code in unknown:
        reader.note(f'"{code}" is no option of "{id_of(subject)}"', operator)
    return any(given) and not unknown


def make_includes(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `includes_any`, `includes_all`, `includes_none`."""
    given = reader.texts(operator, optional=False)
    if not known_codes(reader, subject, given, operator) or not isinstance(subject, Item):
        return None
    return IncludesLeaf(subject.link_id, operator, list(given), frozenset(given), subject.not_known_codes)


def make_typed(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `includes_typed`."""
    must_be_true(reader, operator)
    if not isinstance(subject, Item):
        return None
    return TypedLeaf(subject.link_id, operator, True, subject.not_known_codes)


def must_be_true(reader: Reader, operator: str) -> None:
    """Note a flag that is not true; there is no negation."""
    if reader.get(operator) is not True:
        reader.note("can only be true", operator)


def make_number(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf:
    """Read a comparison of numbers."""
    limit = reader.number(operator)
    return NumberLeaf(id_of(subject), operator, limit, limit)


def make_age(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf:
    """Read a comparison of ages."""
    years = reader.number(operator)
    if not 0 <= years <= 130:
        reader.note("must lie between 0 and 130 years", operator)
    return AgeLeaf(id_of(subject), operator, years, years)


def make_past(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf:
    """Read `within`, `at_least_ago`."""
    duration = reader.duration(operator)
    return PastDateLeaf(id_of(subject), operator, duration.text, duration)


def make_coming(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf:
    """Read `within_next`."""
    duration = reader.duration(operator)
    return ComingDateLeaf(id_of(subject), operator, duration.text, duration)


def make_area(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `overlaps`, `same_region`."""
    given = reader.get(operator)
    own = id_of(subject) == TREATMENT_AREAS
    if given == TREATMENT_AREAS and not own:
        return AreaLeaf(id_of(subject), operator, given, None)
    if not own or not isinstance(given, list):
        wanted = "area codes" if own else f'"{TREATMENT_AREAS}"'
        reader.note(f"must be {wanted} here", operator)
        return None
    codes = reader.codes(operator, scope.areas, "area", optional=False)
    return AreaLeaf(id_of(subject), operator, list(codes), codes) if codes else None


def make_takes(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf | None:
    """Read `takes`, with `prescribed` beside it, and `takes_unrecognised`."""
    given = reader.get("item")
    lists = tuple(given) if isinstance(given, list) else (id_of(subject),)
    wrong = [name for name in lists if scope.items[name].type is not ItemType.MEDICINES]
    for name in wrong:
        reader.note(f'does not fit "{name}", which is of type {scope.items[name].type}', operator)
    if wrong:
        reader.get(operator)
        return None
    if operator == "takes_unrecognised":
        must_be_true(reader, operator)
        return MedicineLeaf(lists[0], operator, True, lists, frozenset(), None)
    classes = reader.codes(operator, scope.classes, "medicine class", optional=False)
    prescribed = reader.flag("prescribed") if reader.has("prescribed") else None
    compared = list(classes) if prescribed is None else {"classes": list(classes), "prescribed": prescribed}
    return (
        MedicineLeaf(lists[0], operator, compared, lists, frozenset(classes), prescribed) if classes else None
    )


def make_answered(reader: Reader, scope: Scope, subject: Item | Field, operator: str) -> Leaf:
    """Read `answered`."""
    if not isinstance(reader.get(operator), bool):
        reader.note("must be true or false", operator)
    return AnsweredLeaf(id_of(subject), operator, reader.flag(operator))


def of_type(*types: ItemType) -> Fits:
    """Return a test for item types."""
    return lambda subject: subject.type in types


def a_date(*tenses: Tense) -> Fits:
    """Return a test for dates of some tenses."""
    return lambda subject: subject.type is ItemType.DATE and subject.tense in tenses


def an_open_list(subject: Item | Field) -> bool:
    """Whether typed text is allowed."""
    return isinstance(subject, Item) and subject.type is ItemType.CHOICES and subject.open


OPERATORS: Mapping[str, tuple[Fits, Maker]] = {
    **dict.fromkeys(("is", "is_not", "in", "not_in"), (of_type(ItemType.CHOICE), make_choice)),
    **dict.fromkeys(
        ("includes_any", "includes_all", "includes_none"), (of_type(ItemType.CHOICES), make_includes)
    ),
    "includes_typed": (an_open_list, make_typed),
    **dict.fromkeys(("at_least", "at_most", "above", "below"), (of_type(*NUMBERS), make_number)),
    **dict.fromkeys(("age_below", "age_at_least"), (a_date(Tense.BIRTH), make_age)),
    **dict.fromkeys(("within", "at_least_ago"), (a_date(Tense.PAST), make_past)),
    "within_next": (a_date(Tense.FUTURE), make_coming),
    **dict.fromkeys(("overlaps", "same_region"), (of_type(ItemType.AREAS), make_area)),
    **dict.fromkeys(("takes", "takes_unrecognised"), (of_type(ItemType.MEDICINES), make_takes)),
    "answered": (of_type(*ItemType), make_answered),
}
