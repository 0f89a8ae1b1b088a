"""A small rulebook for the pages: three rules, a failing case on demand, reviews due and not due."""

from pathlib import Path

from screening.engine import read_document

QUESTIONS = Path(__file__).parent.parent / "engine" / "wording.toml"
DUE, NOT_DUE = "2001-01-01", "2999-01-01"
BUILT_IN = ("unanswered", "contradiction")

Table = dict[str, object]


def document(*extra_rules: Table, **more: object) -> dict[str, object]:
    """The small rulebook, with rules or other tables added."""
    base = read_document(QUESTIONS).document
    treatments = base["treatments"]
    assert isinstance(treatments, list)
    laser = {
        **treatments[0],
        "code": "laser",
        "short_title": "Laser",
        "title": "Laser",
        "attributes": ["heat"],
    }
    attributes = [{"code": "heat", "title": "heat"}]
    return {
        **base,
        "attributes": attributes,
        "treatments": [treatments[0], laser],
        "rules": [*own_rules(), *extra_rules],
        "cases": own_cases(),
        **more,
    }


def own_rules() -> list[Table]:
    """Pregnancy (any treatment), aspirin (due for review), retinoids on the laser, and the engine's own."""
    dose: Table = {"item": "last_dose", "within": "6 months"}
    return [
        rule("pregnant", "pregnancy", [branch({"item": "pregnant", "is": "yes"}, all="contraindicated")]),
        rule(
            "aspirin",
            "bleeding",
            [branch({"item": ["medicines"], "takes": ["aspirin"]}, pen="clearance", laser="precaution")],
            title="Takes aspirin",
            review_by=DUE,
            patient="We look at your medicines with you.",
        ),
        rule(
            "retinoid_recent",
            "retinoid",
            [branch(dose, heat="deferred"), branch({"item": "glasses", "above": 14}, pen="precaution")],
            title="Retinoid not long ago",
            override="practitioner",
            review_date={"from": "last_dose", "plus": "6 months"},
        ),
        *(rule(kind, kind, [], built_in=kind, title=f"Engine: {kind}") for kind in BUILT_IN),
    ]


def own_cases() -> list[Table]:
    """For each rule with branches a firing, a silent and an unanswered case."""
    old: Table = {"last_dose": "2020-01-01", "glasses": 1}
    return [
        case("pregnant", "firing", {"pregnant": "yes"}, pen="contraindicated"),
        case("pregnant", "silent", {"pregnant": "no"}, pen="none"),
        case("pregnant", "unanswered", {}, pen="clearance"),
        case("aspirin", "firing", {"medicines": ["aspirin"]}, pen="clearance"),
        case("aspirin", "silent", {"medicines": ["retinol cream"]}, pen="none"),
        case("aspirin", "unanswered", {}, pen="clearance"),
        case("retinoid_recent", "firing", {**old, "last_dose": "2026-09-01"}, laser="deferred"),
        case("retinoid_recent", "silent", old, laser="none"),
        case("retinoid_recent", "unanswered", {}, laser="clearance"),
        {
            "title": "Pregnant, the pen planned",
            "on": "2026-09-15",
            "treatments": ["pen"],
            "answers": {"pregnant": "yes"},
            "eligibility": "contraindicated",
        },
    ]


def more_rules(count: int) -> list[Table]:
    """So many further rules, each of a topic of its own."""
    when: Table = {"item": "pregnant", "is": "maybe"}
    return [rule(f"more_{n}", f"topic_{n}", [branch(when, all="clearance")]) for n in range(count)]


def rule(rule_id: str, topic: str, branches: list[Table], **more: object) -> Table:
    """A rule with plain texts."""
    texts = {"title": "Pregnant now", "message": "Message.", "action": "Action.", "resolution": "Resolution."}
    more = {"override": "nobody", "review_by": NOT_DUE, "evidence": "Evidence.", **more}
    return {"id": rule_id, "topic": topic, "sources": ["design"], **texts, "branches": branches, **more}


def branch(when: Table, **severity: str) -> Table:
    """A branch."""
    return {"when": when, "severity": severity}


def case(rule_id: str, kind: str, answers: Table, **expect: str) -> Table:
    """A case of one rule."""
    title = f"{rule_id} {kind}"
    return {
        "rule": rule_id,
        "kind": kind,
        "on": "2026-09-15",
        "answers": answers,
        "title": title,
        "expect": expect,
    }
