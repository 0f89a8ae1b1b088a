"""A small rulebook for tests, built in a line or two: what a test does not name is there and says nothing.

Treatments: a pen (needles, numbing), radiofrequency (needles, heat), a peel, and light as an add-on.
Areas: the face with forehead, temples (inside the forehead) and chin; neck and hands.
In lists of options `unsure*` means "not known" and `none!` stands alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from screening.engine import (
    Answers,
    Context,
    Evaluation,
    Finding,
    Rulebook,
    Truth,
    Verdict,
    evaluate,
    parse_answers,
    parse_rulebook,
)
from screening.engine.answers import facts_on

Table = dict[str, object]

ON = date(2026, 9, 15)
PEN, RF, PEEL, LED = "pen", "rf", "peel", "led"
TREATMENTS = (PEN, RF, PEEL, LED)


def treatment(code: str, *attributes: str, add_on: bool = False) -> Table:
    texts = {"title": code, "short_title": code, "summary": f"About {code}."}
    return {"code": code, **texts, "attributes": list(attributes), "add_on": add_on}


def area(code: str, region: str, parent: str | None = None) -> Table:
    own: Table = {"code": code, "title": code, "region": region}
    return own if parent is None else {**own, "parent": parent}


def option(written: str, **more: object) -> Table:
    """`unsure*` is not known, `none!` stands alone."""
    code = written.rstrip("*!")
    marks = {"*": {"not_known": True}, "!": {"exclusive": True}}
    return {"code": code, "label": code} | marks.get(written.removeprefix(code), {}) | more


def item(link_id: str, kind: str, **more: object) -> Table:
    texts = {"question": f"{link_id}?", "label": link_id}
    return {"link_id": link_id, "section": "all", "type": kind, **texts, **more}


def choice(link_id: str, *codes: str, **more: object) -> Table:
    """A choice of codes; of no, yes and unsure where none are named."""
    return item(link_id, "choice", options=[option(c) for c in codes or ("no", "yes", "unsure*")], **more)


def choices(link_id: str, *codes: str, **more: object) -> Table:
    return item(link_id, "choices", options=[option(code) for code in codes], **more)


def scored(link_id: str, **scores: int) -> Table:
    """A choice whose options carry scores, and `unsure` without one."""
    options = [option(code, score=score) for code, score in scores.items()]
    return item(link_id, "choice", options=[*options, option("unsure*")])


def score(link_id: str, parts: Sequence[str], bands: Mapping[int | None, int], **more: object) -> Table:
    """A score; `bands` give its value by the sum it goes up to, None for the last."""
    rows: list[Table] = [
        {"value": value, "label": f"Type {value}"} | ({} if limit is None else {"at_most": limit})
        for limit, value in bands.items()
    ]
    return item(link_id, "score", parts=list(parts), bands=rows, **more)


def areas(link_id: str, **more: object) -> Table:
    return item(link_id, "areas", **more)


def day(link_id: str, tense: str = "past", **more: object) -> Table:
    return item(link_id, "date", tense=tense, **more)


def number(link_id: str, minimum: int = 0, maximum: int = 100, **more: object) -> Table:
    return item(link_id, "number", minimum=minimum, maximum=maximum, **more)


def text(link_id: str, **more: object) -> Table:
    return item(link_id, "text", **more)


def medicines(link_id: str, form: str = "systemic", **more: object) -> Table:
    return item(link_id, "medicines", form=form, **more)


def entries(link_id: str, *fields: Table, **more: object) -> Table:
    """A repeating item; a field is an item that is renamed here."""
    return item(link_id, "entries", fields=[as_field(each) for each in fields], **more)


def as_field(each: Table) -> Table:
    kept = {key: value for key, value in each.items() if key not in {"link_id", "section"}}
    return {"id": each["link_id"], **kept}


def branch(when: Table, **severity: str) -> Table:
    """A branch; what it says goes for all treatments where only the condition is given."""
    return {"when": when, "severity": severity or {"all": "contraindicated"}}


def rule(rule_id: str, *branches: Table, **more: object) -> Table:
    texts = dict.fromkeys(("title", "message", "action", "resolution", "evidence"), "Text.")
    named = {"id": rule_id, "topic": rule_id, "override": "practitioner", "sources": ["design"]}
    return {**texts, **named, "review_by": "2027-11-20", "branches": list(branches), **more}


def built_in(kind: str, *branches: Table) -> Table:
    return rule(kind, *branches, built_in=kind)


def medicine_class(class_id: str, *names: str, **more: object) -> Table:
    return {"id": class_id, "title": class_id, "names": list(names), **more}


ALL: Table = {
    "rulebook": {"id": "small", "title": "Small", "semantics": 1, "language": "en"},
    "regions": [{"code": code, "title": code} for code in ("face", "neck", "hands")],
    "areas": [
        area("face", "face"),
        area("forehead", "face", "face"),
        area("temples", "face", "forehead"),
        area("chin", "face", "face"),
        area("neck", "neck"),
        area("hands", "hands"),
    ],
    "attributes": [{"code": code, "title": code} for code in ("needles", "numbing", "heat", "light")],
    "sources": [
        {
            "id": "design",
            "title": "Design",
            "publisher": "The clinic",
            "year": 2026,
            "strength": "design",
            "seen": "full",
        }
    ],
    "treatments": [
        treatment(PEN, "needles", "numbing"),
        treatment(RF, "needles", "heat"),
        treatment(PEEL),
        treatment(LED, "light", add_on=True),
    ],
    "sections": [{"id": "all", "title": "All"}],
    "medicine_classes": [
        medicine_class("blood_thinner", "aspirin", "warfarin", "clopidogrel"),
        medicine_class("retinoid", "isotretinoin", topical_names=["tretinoin"]),
        medicine_class("harmless", "paracetamol"),
    ],
    "medicine_words": {"topical": ["cream", "gel"], "systemic": ["tablet", "tablets"], "ignored": ["daily"]},
}


def a_document(*, items: Sequence[Table] = (), rules: Sequence[Table] = (), **tables: object) -> Table:
    """The document of a rulebook; treatment areas and built-in rules are added where they are not given."""
    given = {each.get("link_id") for each in items}
    own = [areas("treatment_areas", optional=True)] if "treatment_areas" not in given else []
    stated = {each.get("built_in") for each in rules}
    standing = [built_in(kind) for kind in ("unanswered", "contradiction") if kind not in stated]
    return {**ALL, "items": [*own, *items], "rules": [*rules, *standing], **tables}


def a_rulebook(*, items: Sequence[Table] = (), rules: Sequence[Table] = (), **tables: object) -> Rulebook:
    return parse_rulebook(a_document(items=items, rules=rules, **tables))


def evaluated(
    rulebook: Rulebook, answers: Mapping[str, object], *treatments: str, on: date = ON
) -> Evaluation:
    """The evaluation of raw answers; for the pen where no treatment is named."""
    return evaluate(rulebook, parse_answers(rulebook, answers), Context(on, treatments or (PEN,)))


def the_finding(evaluation: Evaluation, rule_id: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = [finding for finding in evaluation.findings if finding.rule == rule_id]
    return finding


def rules_found(evaluation: Evaluation) -> list[str]:
    """The rules of the findings, in their order."""
    return [finding.rule for finding in evaluation.findings]


def verdict_on(evaluation: Evaluation, rule_id: str, code: str = PEN) -> Verdict:
    return the_finding(evaluation, rule_id).verdicts[code]


def truth(items: Sequence[Table], when: Table, answers: Mapping[str, object], on: date = ON) -> Truth:
    """The value of a condition, read off an evaluation: blocked for certain, possible at most, or neither.

    The condition's own value must agree with it.
    """
    rulebook = a_rulebook(items=items, rules=[rule("asked", branch(when))])
    parsed: Answers = parse_answers(rulebook, answers)
    verdict = evaluate(rulebook, parsed, Context(on, (PEN,))).treatments[PEN].verdict
    blocked = rulebook.rules["asked"].branches[0].severities[PEN]
    read_off: Truth = False if verdict.worst < blocked else (verdict.certain is blocked or None)
    assert read_off is rulebook.rules["asked"].branches[0].when.value(facts_on(parsed, on))
    return read_off
