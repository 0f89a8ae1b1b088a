"""Reading bases and cases (worked examples with the expected result)."""

from collections.abc import Collection, Mapping

from screening.engine.rulebook.catalogue import Groups
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.rules import SEVERITIES, read_day
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Case
from screening.engine.rules import ELIGIBLE, Severity

KINDS = ("firing", "silent", "unanswered", "boundary")
ELIGIBILITIES = (ELIGIBLE, "precaution", "clearance", "deferred", "contraindicated")


def read_bases(source: RulebookSource, problems: Problems) -> dict[str, Mapping[str, object]]:
    """Read `[[bases]]`."""
    rows = []
    for reader in top_tables(source, "bases", problems, "id"):
        rows.append((reader, reader.text("id"), read_answers(reader)))
        reader.done()
    return unique(rows)


def read_answers(reader: Reader) -> Mapping[str, object]:
    """Read a table of answers as it stands."""
    inner = reader.inner("answers")
    return {} if inner is None else dict(inner.table)


def read_cases(
    source: RulebookSource,
    problems: Problems,
    rules: Collection[str],
    bases: Collection[str],
    groups: Groups,
) -> tuple[Case, ...]:
    """Read `[[cases]]`."""
    found = []
    for number, reader in enumerate(top_tables(source, "cases", problems)):
        found.append(read_case(reader, number, rules, bases, groups))
        reader.done()
    return tuple(found)


def read_case(
    reader: Reader, number: int, rules: Collection[str], bases: Collection[str], groups: Groups
) -> Case:
    """Read one case: of a rule (`rule`, `kind`, `expect`), or of the whole (`treatments`, `eligibility`)."""
    reader.text("id", optional=True)  # for those who edit
    whole = not reader.has("rule")
    rule = "" if whole else reader.one_of("rule", rules)
    reader.place = f"case {number + 1}" + (f" of {rule}" if rule else "")
    codes = [code for code, group in groups.items() if group == frozenset({code})]
    return Case(
        place=reader.place,
        rule=rule,
        title=reader.text("title"),
        kind="" if whole else reader.one_of("kind", KINDS),
        base=reader.one_of("base", bases) if reader.has("base") else "",
        on=read_day(reader, "on"),
        treatments=reader.codes("treatments", codes, "treatment", optional=False) if whole else (),
        answers=read_answers(reader),
        expect={} if whole else read_expected(reader, groups),
        eligibility=reader.one_of("eligibility", ELIGIBILITIES) if whole else "",
        topics=reader.texts("topics") if reader.has("topics") else None,
        earliest_date=read_day(reader, "earliest_date") if reader.has("earliest_date") else "",
        settled=reader.flag("settled") if reader.has("settled") else None,
    )


def read_expected(reader: Reader, groups: Groups) -> dict[str, Severity]:
    """Read `expect`: a code beats an attribute beats `all`."""
    inner = reader.inner("expect")
    if inner is None or not inner.table:
        reader.note("is missing", "expect")
        return {}
    found: dict[str, Severity] = {}
    for key in sorted(inner.table, key=lambda name: precedence(name, groups)):
        severity = Severity.from_code(inner.one_of(key, SEVERITIES, Severity.NONE.code))
        if key not in groups:
            inner.note("is neither a treatment, nor an attribute, nor all", key)
        found |= dict.fromkeys(sorted(groups.get(key, ())), severity)
    return found


def precedence(name: str, groups: Groups) -> int:
    """Order names from the widest to the narrowest."""
    if name == "all":
        return 0
    return 2 if groups.get(name) == frozenset({name}) else 1
