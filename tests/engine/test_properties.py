"""The promises of the engine, over generated rulebooks and answers."""

import json
import random
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from screening.engine import (
    Answers,
    Context,
    Evaluation,
    Rulebook,
    RulebookSource,
    Severity,
    canonical_json,
    evaluate,
    parse_answers,
    parse_rulebook,
    parse_source,
    to_toml,
)
from screening.engine.answers import facts_on
from screening.engine.evaluation.program import interpreted, program_of
from tests.engine.strategies import (
    ON,
    TREATMENTS,
    VALUES,
    Document,
    Raw,
    answer_tables,
    conditions,
    document,
    documents,
    plans,
    rule,
)

generated = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
HORIZON = ON + timedelta(800)


def read(drawn: Document) -> Rulebook:
    """Parse a generated document afresh, past any cache."""
    return parse_source(RulebookSource(drawn))


def evaluated(rulebook: Rulebook, raw: Raw, treatments: tuple[str, ...] = TREATMENTS) -> Evaluation:
    """Evaluate raw answers on the day of the strategies."""
    return evaluate(rulebook, parse_answers(rulebook, raw), Context(ON, treatments))


def applying(rulebook: Rulebook, raw: Raw) -> Raw:
    """Return the answers without those on items that do not apply, as a page clears them."""
    kept = dict(raw)
    while True:
        enabled = parse_answers(rulebook, kept).enabled
        stray = [link_id for link_id in kept if enabled[link_id] is False]
        if not stray:
            return kept
        for link_id in stray:
            del kept[link_id]


def bounds(evaluation: Evaluation) -> Mapping[str, tuple[Severity, Severity]]:
    """Return certain and worst per treatment."""
    return {code: (r.verdict.certain, r.verdict.worst) for code, r in evaluation.treatments.items()}


@generated
@given(documents(), answer_tables, plans)
def test_eligible_only_where_nothing_above_information_is_possible(
    drawn: Document, raw: Raw, planned: tuple[str, ...]
) -> None:
    evaluation = evaluated(read(drawn), raw, planned)
    open_but_eligible = [
        code
        for code, result in evaluation.treatments.items()
        if result.eligibility == "eligible" and result.verdict.worst > Severity.INFORMATION
    ]
    assert open_but_eligible == []
    assert evaluation.eligibility != "eligible" or not evaluation.unanswered


@generated
@given(documents(), answer_tables)
def test_treatment_with_an_unanswered_required_item_is_never_eligible(drawn: Document, raw: Raw) -> None:
    rulebook = read(drawn)
    answers = parse_answers(rulebook, raw)
    evaluation = evaluated(rulebook, raw)
    waiting = {
        code
        for code, required in rulebook.required.items()
        if any(answers.enabled[item] is not False and answers.is_unanswered(item) for item in required)
    }
    eligible = {code for code, result in evaluation.treatments.items() if result.eligibility == "eligible"}
    assert waiting & eligible == set()


@generated
@given(documents(), answer_tables, st.data())
def test_settling_an_unknown_stays_within_what_was_announced(
    drawn: Document, raw: Raw, data: st.DataObject
) -> None:
    rulebook = read(drawn)
    before_raw = applying(rulebook, raw)
    answers = parse_answers(rulebook, before_raw)
    open_items = [
        i for i in VALUES if answers.enabled[i] is not False and before_raw.get(i, "unknown") == "unknown"
    ]
    assume(open_items)
    chosen = data.draw(st.sampled_from(open_items))
    value = data.draw(VALUES[chosen].filter(lambda value: value != "unknown"))
    assume(not answered_decides(rulebook, chosen))
    before = bounds(evaluated(rulebook, before_raw))
    after = bounds(evaluated(rulebook, applying(rulebook, {**before_raw, chosen: value})))
    outside = {
        code: (before[code], after[code])
        for code in TREATMENTS
        if after[code][0] < before[code][0] or after[code][1] > before[code][1]
    }
    assert outside == {}


def answered_decides(rulebook: Rulebook, link_id: str) -> bool:
    """Whether a gate asks if the item is answered at all, which is never unknown."""
    gates = [item.enable_when for item in rulebook.items.values() if item.enable_when is not None]
    return any(
        leaf.operator == "answered" and leaf.item == link_id for gate in gates for leaf in gate.leaves()
    )


@generated
@given(documents(), answer_tables)
def test_reported_lies_between_certain_and_worst(drawn: Document, raw: Raw) -> None:
    evaluation = evaluated(read(drawn), raw)
    verdicts = [result.verdict for result in evaluation.treatments.values()]
    verdicts += [verdict for finding in evaluation.findings for verdict in finding.verdicts.values()]
    assert [v for v in verdicts if not v.certain <= v.severity <= v.worst] == []
    assert [v for v in verdicts if v.settled is not (v.certain == v.worst)] == []


@generated
@given(documents(), answer_tables)
def test_findings_and_unanswered_together_explain_every_eligibility(drawn: Document, raw: Raw) -> None:
    evaluation = evaluated(read(drawn), raw)
    listed = {
        code: max((f.verdicts[code].severity for f in evaluation.findings if code in f.verdicts), default=0)
        for code in TREATMENTS
    }
    reported = {code: result.verdict.severity for code, result in evaluation.treatments.items()}
    assert {c: s for c, s in listed.items() if s > Severity.INFORMATION} == {
        c: s for c, s in reported.items() if s > Severity.INFORMATION
    }


@generated
@given(documents(), answer_tables)
def test_unsettled_evaluation_names_data_that_would_settle_it(drawn: Document, raw: Raw) -> None:
    evaluation = evaluated(read(drawn), raw)
    assert [f.rule for f in evaluation.findings if not f.settled and not f.would_settle] == []
    assert [f.rule for f in evaluation.findings if f.settled and f.would_settle] == []


FLAGS = [f"flag_{number}" for number in range(6)]


@st.composite
def flag_documents(draw: st.DrawFn) -> Document:
    """Draw rules whose every leaf is a flag of its own, so that any leaf can be made true alone."""

    def on_flags(shape: Document, names: list[str]) -> Document:
        for word in ("all", "any"):
            if word in shape:
                parts = shape[word]
                assert isinstance(parts, list)
                return {word: [on_flags(part, names) for part in parts]}
        return {"item": names[draw(st.integers(0, len(names) - 1))], "is": "yes"}

    rules = []
    for number in range(draw(st.integers(1, 3))):
        severity = {
            "all": draw(st.sampled_from(["contraindicated", "clearance", "precaution", "information"]))
        }
        branch = {"when": on_flags(draw(conditions), FLAGS), "severity": severity}
        rules.append(rule(f"rule_{number}", [branch]))
    drawn = document(rules)
    options = [{"code": "no", "label": "No"}, {"code": "yes", "label": "Yes"}]
    options.append({"code": "unsure", "label": "Unsure", "not_known": True})  # type: ignore[dict-item] # a flag
    flags = [
        {"link_id": f, "section": "one", "type": "choice", "question": f, "label": f, "options": options}
        for f in FLAGS
    ]
    items = drawn["items"]
    assert isinstance(items, list)
    return drawn | {"items": [*items, *flags]}


@generated
@given(
    flag_documents(), st.lists(st.sampled_from(["no", "yes", "unsure"]), min_size=6, max_size=6), st.data()
)
def test_making_a_leaf_true_never_improves_eligibility(
    drawn: Document, values: list[str], data: st.DataObject
) -> None:
    rulebook = read(drawn)
    raw: Raw = dict(zip(FLAGS, values, strict=True))
    others = [flag for flag in FLAGS if raw[flag] != "yes"]
    assume(others)
    raised = data.draw(st.sampled_from(others))
    before = evaluated(rulebook, raw)
    after = evaluated(rulebook, {**raw, raised: "yes"})
    improved = [
        code
        for code in TREATMENTS
        if after.treatments[code].verdict.severity < before.treatments[code].verdict.severity
    ]
    assert improved == []


@settings(generated, max_examples=100)
@given(documents(), answer_tables)
def test_earliest_date_is_the_first_clear_day_checked_day_by_day(drawn: Document, raw: Raw) -> None:
    rulebook = read(drawn)
    answers = parse_answers(rulebook, raw)
    evaluation = evaluate(rulebook, answers, Context(ON, TREATMENTS))
    for code, result in evaluation.treatments.items():
        deferred = result.verdict.severity is Severity.DEFERRED
        expected = first_day_by_hand(rulebook, answers, (code,)) if deferred else None
        assert within_horizon(result.earliest_date) == expected
    expected = (
        first_day_by_hand(rulebook, answers, TREATMENTS) if evaluation.eligibility == "deferred" else None
    )
    assert within_horizon(evaluation.earliest_date) == expected


def within_horizon(day: date | None) -> date | None:
    """Return a day that the search by hand can reach; None for one beyond it."""
    return day if day is not None and day <= HORIZON else None


def first_day_by_hand(rulebook: Rulebook, answers: Answers, codes: tuple[str, ...]) -> date | None:
    """Evaluate day after day until nothing is certainly deferred or contraindicated."""
    for shift in range(1, (HORIZON - ON).days + 1):
        day = ON + timedelta(shift)
        results = evaluate(rulebook, answers, Context(day, codes)).treatments
        if all(results[code].verdict.certain < Severity.DEFERRED for code in codes):
            return day
    return None


@generated
@given(documents(), answer_tables, st.randoms(use_true_random=False))
def test_order_of_rules_answers_and_treatments_does_not_matter(
    drawn: Document, raw: Raw, chance: random.Random
) -> None:
    rules = drawn["rules"]
    assert isinstance(rules, list)
    shuffled = drawn | {"rules": chance.sample(rules, len(rules))}
    turned = dict(chance.sample(list(raw.items()), len(raw)))
    one, other = evaluated(read(drawn), raw).as_json(), evaluated(read(shuffled), turned).as_json()
    differing = {key for key in one if one[key] != other[key]} - {"rulebook", "digest"}
    assert differing == set()


@generated
@given(documents(), answer_tables, plans)
def test_evaluation_is_deterministic_to_the_byte(drawn: Document, raw: Raw, planned: tuple[str, ...]) -> None:
    again = json.loads(json.dumps(drawn))
    first = canonical_json(evaluated(read(drawn), raw, planned).as_json())
    second = canonical_json(evaluated(read(again), json.loads(json.dumps(raw)), planned).as_json())
    assert first == second


@generated
@given(documents(), answer_tables)
def test_stored_answers_give_the_same_evaluation(drawn: Document, raw: Raw) -> None:
    rulebook = read(drawn)
    stored = parse_answers(rulebook, raw).raw
    assert evaluated(rulebook, dict(stored)).as_json() == evaluated(rulebook, raw).as_json()


@settings(generated, max_examples=400)
@given(documents(), answer_tables, st.one_of(st.just(ON), st.dates(ON - timedelta(900), ON), st.dates()))
def test_compiled_program_agrees_with_the_conditions_themselves(drawn: Document, raw: Raw, on: date) -> None:
    rulebook = read(drawn)
    facts = facts_on(parse_answers(rulebook, raw), on)
    outcomes = program_of(rulebook).outcomes(facts)
    assert [hit for outcome in outcomes for hit in outcome.hits] == list(interpreted(rulebook, facts))


@generated
@given(documents())
def test_rulebook_survives_toml(drawn: Document) -> None:
    assert parse_rulebook(tomllib.loads(to_toml(drawn))).digest == parse_rulebook(drawn).digest


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@generated
@given(values)
def test_canonical_json_round_trips(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text
