"""Generated rulebooks and answers: one questionnaire with every kind of item, rules drawn at random."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

Document = dict[str, object]
Raw = dict[str, object]

ON = date(2026, 3, 31)
TREATMENTS = ("needle", "laser", "extra")
AREAS = ("face", "chin", "cheek", "hand")
SEVERITIES = ("contraindicated", "deferred", "clearance", "precaution", "information", "none")
YES_NO = [
    {"code": "no", "label": "No"},
    {"code": "yes", "label": "Yes"},
    {"code": "unsure", "label": "Not sure", "not_known": True},
]
RASHES = [{"code": "none", "label": "None"}, {"code": "mild", "label": "Mild"}]


def item(link_id: str, kind: str, **more: object) -> Document:
    """Return an item of the generated questionnaire."""
    return {"link_id": link_id, "section": "one", "type": kind, "question": link_id, "label": link_id, **more}


ITEMS: list[Document] = [
    item("treatment_areas", "areas"),
    item("born", "date", tense="birth"),
    item("rash", "choice", options=[*RASHES, *YES_NO[2:]]),
    item("rash_areas", "areas", enable_when={"item": "rash", "in": ["mild", "unsure"]}),
    item("pills", "choice", options=YES_NO),
    item("pills_last", "date", tense="past", enable_when={"item": "pills", "is_not": "no"}),
    item("pills_long", "choice", options=YES_NO, enable_when={"item": "pills_last", "answered": True}),
    item("sun", "date", tense="past"),
    item("event", "date", tense="future"),
    item("allergies", "choices", options=[{"code": "none", "label": "None", "exclusive": True}, *(
        {"code": code, "label": code} for code in ("nickel", "gold")
    ), *YES_NO[2:]]),
    item("weight", "number", maximum=10),
    item("medicines", "medicines", enable_when={"item": "pills", "in": ["yes", "unsure"]}),
    item("recent", "entries", fields=[
        {"id": "type", "type": "choice", "question": "type", "label": "type",
         "options": [{"code": "peel", "label": "Peel"}, {"code": "tox", "label": "Toxin"}]},
        {"id": "date", "type": "date", "tense": "past", "question": "date", "label": "date"},
        {"id": "areas", "type": "areas", "question": "areas", "label": "areas"},
    ], enable_when={"item": "rash", "is_not": "none"}),
]  # fmt: skip

durations = st.builds("{} {}".format, st.integers(0, 14), st.sampled_from(["months", "days", "weeks"]))


def leaf(link_id: str, operator: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[Document]:
    """Return a strategy for leaves of one operator on one item."""
    return values.map(lambda value: {"item": link_id, operator: value})


def lists_of(codes: tuple[str, ...]) -> st.SearchStrategy[object]:
    """Return non-empty lists of distinct codes."""
    return st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True).map(list)


entry_leaves = st.one_of(
    st.sampled_from(["peel", "tox"]).map(lambda code: {"field": "type", "is": code}),
    durations.map(lambda span: {"field": "date", "within": span}),
    durations.map(lambda span: {"field": "date", "at_least_ago": span}),
    st.just({"field": "areas", "overlaps": "treatment_areas"}),
)

leaves: st.SearchStrategy[Document] = st.one_of(
    leaf("rash", "is", st.sampled_from(["none", "mild", "unsure"])),
    leaf("rash", "is_not", st.sampled_from(["none", "mild"])),
    leaf("rash_areas", "overlaps", st.just("treatment_areas")),
    leaf("rash_areas", "same_region", st.just("treatment_areas")),
    leaf("treatment_areas", "overlaps", lists_of(AREAS)),
    leaf("treatment_areas", "same_region", lists_of(AREAS)),
    leaf("pills", "in", lists_of(("yes", "unsure"))),
    leaf("pills_long", "is", st.sampled_from(["yes", "no"])),
    leaf("pills_last", "within", durations),
    leaf("pills_last", "at_least_ago", durations),
    leaf("sun", "within", durations),
    leaf("sun", "at_least_ago", durations),
    leaf("event", "within_next", durations),
    leaf("born", "age_below", st.integers(17, 23)),
    leaf("born", "age_at_least", st.integers(17, 23)),
    leaf("allergies", "includes_any", lists_of(("nickel", "gold"))),
    leaf("allergies", "includes_none", lists_of(("nickel", "gold"))),
    leaf("allergies", "includes_all", lists_of(("nickel", "gold", "unsure"))),
    leaf("weight", "at_least", st.integers(0, 10)),
    leaf("weight", "at_most", st.integers(0, 10)),
    leaf("weight", "above", st.integers(0, 10)),
    leaf("weight", "below", st.integers(0, 10)),
    leaf("medicines", "takes", lists_of(("thinner", "acne_pill"))),
    st.booleans().map(lambda flag: {"item": "medicines", "takes": ["thinner"], "prescribed": flag}),
    leaf("medicines", "takes_unrecognised", st.just(True)),
    leaf("recent", "some", st.one_of(entry_leaves, st.lists(entry_leaves, min_size=2, max_size=3).map(
        lambda parts: {"all": parts}
    ))),
)  # fmt: skip


def groups(inner: st.SearchStrategy[Document]) -> st.SearchStrategy[Document]:
    """Return groups of conditions."""
    kind = st.sampled_from(["all", "any"])
    return st.builds(lambda word, parts: {word: parts}, kind, st.lists(inner, min_size=1, max_size=3))


conditions = st.recursive(leaves, groups, max_leaves=5)
severities = st.builds(
    lambda table, needle: {**table, "needle": needle},
    st.dictionaries(st.sampled_from([*TREATMENTS, "sharp", "all"]), st.sampled_from(SEVERITIES), max_size=3),
    st.sampled_from(SEVERITIES[:-1]),
)
branches = st.builds(lambda when, severity: {"when": when, "severity": severity}, conditions, severities)


def rule(name: str, own: list[Document], built_in: str = "") -> Document:
    """Return a rule with these branches."""
    texts = dict.fromkeys(("title", "message", "action", "resolution", "evidence"), name)
    table: Document = {"id": name, "topic": name, **texts, "override": "practitioner", "sources": ["design"]}
    table |= {"review_by": "2027-01-01", "branches": own}
    return table | ({"built_in": built_in} if built_in else {})


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a rulebook document with one to four rules besides the built-in ones."""
    drawn = draw(st.lists(st.lists(branches, min_size=1, max_size=3), min_size=1, max_size=4))
    return document([rule(f"rule_{number}", own) for number, own in enumerate(drawn)])


def document(rules: list[Document]) -> Document:
    """Return a document with the generated questionnaire and these rules."""
    return {
        "rulebook": {"id": "generated", "title": "Generated", "semantics": 1, "language": "en"},
        "regions": [{"code": "head", "title": "Head"}, {"code": "arm", "title": "Arm"}],
        "areas": [
            {"code": "face", "title": "Face", "region": "head"},
            {"code": "chin", "title": "Chin", "region": "head", "parent": "face"},
            {"code": "cheek", "title": "Cheek", "region": "head", "parent": "face"},
            {"code": "hand", "title": "Hand", "region": "arm"},
        ],
        "attributes": [{"code": "sharp", "title": "sharp"}],
        "sources": [
            {"id": "design", "title": "Design", "publisher": "Us", "strength": "design", "seen": "full"}
        ],
        "treatments": [
            {"code": code, "title": code, "short_title": code, "summary": code, "attributes": own}
            for code, own in zip(TREATMENTS, (["sharp"], [], ["sharp"]), strict=True)
        ],
        "sections": [{"id": "one", "title": "One"}],
        "items": ITEMS,
        "medicine_classes": [
            {"id": "thinner", "title": "Thinner", "names": ["warfarin", "apixaban"]},
            {"id": "acne_pill", "title": "Acne pill", "names": ["isotretinoin"]},
            {"id": "harmless", "title": "Harmless", "names": ["paracetamol"]},
        ],
        "rules": [*rules, rule("open", [], "unanswered"), rule("odd", [], "contradiction")],
    }  # fmt: skip


area_lists = st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True).map(list)
days = st.integers(-500, 40).map(lambda shift: (ON + timedelta(shift)).isoformat())
past = st.one_of(days, days.map(lambda text: text[:7]), st.just("unknown"))
coming = st.integers(-40, 500).map(lambda shift: (ON + timedelta(shift)).isoformat())
births = st.integers(16 * 365, 24 * 365).map(lambda age: (ON - timedelta(age)).isoformat())
names = st.sampled_from(["warfarin", "Apixaban 5 mg", "isotretinoin", "paracetamol", "warfarn", "zyltrovan"])
entries = st.fixed_dictionaries(
    {"type": st.sampled_from(["peel", "tox"])}, optional={"date": past, "areas": area_lists}
)

VALUES: Mapping[str, st.SearchStrategy[object]] = {
    "treatment_areas": area_lists,
    "born": births,
    "rash": st.sampled_from(["none", "mild", "unsure"]),
    "rash_areas": area_lists,
    "pills": st.sampled_from(["yes", "no", "unsure"]),
    "pills_last": past,
    "pills_long": st.sampled_from(["yes", "no", "unsure"]),
    "sun": past,
    "event": st.one_of(coming, st.just("unknown")),
    "allergies": st.sampled_from([["none"], ["nickel"], ["gold", "nickel"], ["unsure"]]),
    "weight": st.integers(0, 10),
    "medicines": st.lists(
        st.fixed_dictionaries(
            {"name": names}, optional={"prescribed": st.sampled_from(["yes", "no", "unsure"])}
        ),
        min_size=1,
        max_size=3,
    ),
    "recent": st.lists(entries, min_size=1, max_size=2),
}
answer_tables: st.SearchStrategy[Raw] = st.fixed_dictionaries({}, optional=dict(VALUES))
plans: st.SearchStrategy[tuple[str, ...]] = st.lists(
    st.sampled_from(TREATMENTS), min_size=1, max_size=3, unique=True
).map(tuple)
