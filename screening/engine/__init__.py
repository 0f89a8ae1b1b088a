"""The screening engine: rulebooks and answers in, evaluations out. Knows no Django and no clock."""

from screening.engine.answers import AnswerError, AnswerProblem, Answers, parse_answer, parse_answers
from screening.engine.areas import Area, AreaTree, Region
from screening.engine.canonical import NotCanonical, canonical_json, digest_of, digest_of_text
from screening.engine.care import DatedStep, dated_care, red_flags_for
from screening.engine.catalogue import CareStep, ConsentRisk, Explanation, Plan, Price, RedFlag, Treatment
from screening.engine.checks import check_rulebook
from screening.engine.conditions import TREATMENT_AREAS, Condition, Truth
from screening.engine.consent import risks_to_tell
from screening.engine.dates import UNKNOWN_DATE, Duration, PartialDate, age_on
from screening.engine.evaluation import (
    Context,
    ContextError,
    Evaluation,
    Finding,
    Outline,
    Reason,
    TreatmentResult,
    Verdict,
    evaluate,
    outline,
)
from screening.engine.questionnaire import Field, Item, ItemType, Option, Section, Tense
from screening.engine.rulebook.parse import parse_rulebook, parse_source
from screening.engine.rulebook.problems import Problem, RulebookError
from screening.engine.rulebook.source import RulebookSource, read_document, read_toml, to_toml
from screening.engine.rulebook.types import Case, Rulebook
from screening.engine.rules import Branch, Rule, Severity, Source, eligibility_code
from screening.engine.translation import (
    Missing,
    Text,
    Translated,
    Translations,
    in_language,
    missing,
    orphans,
    parse_translations,
    translatable,
    unreviewed,
)
from screening.engine.wording import Phrase, describe_branch, describe_condition

__all__ = [
    "TREATMENT_AREAS",
    "UNKNOWN_DATE",
    "AnswerError",
    "AnswerProblem",
    "Answers",
    "Area",
    "AreaTree",
    "Branch",
    "CareStep",
    "Case",
    "Condition",
    "ConsentRisk",
    "Context",
    "ContextError",
    "DatedStep",
    "Duration",
    "Evaluation",
    "Explanation",
    "Field",
    "Finding",
    "Item",
    "ItemType",
    "Missing",
    "NotCanonical",
    "Option",
    "Outline",
    "PartialDate",
    "Phrase",
    "Plan",
    "Price",
    "Problem",
    "Reason",
    "RedFlag",
    "Region",
    "Rule",
    "Rulebook",
    "RulebookError",
    "RulebookSource",
    "Section",
    "Severity",
    "Source",
    "Tense",
    "Text",
    "Translated",
    "Translations",
    "Treatment",
    "TreatmentResult",
    "Truth",
    "Verdict",
    "age_on",
    "canonical_json",
    "check_rulebook",
    "dated_care",
    "describe_branch",
    "describe_condition",
    "digest_of",
    "digest_of_text",
    "eligibility_code",
    "enabled_items",
    "evaluate",
    "in_language",
    "missing",
    "orphans",
    "outline",
    "parse_answer",
    "parse_answers",
    "parse_rulebook",
    "parse_source",
    "parse_translations",
    "read_document",
    "read_toml",
    "red_flags_for",
    "risks_to_tell",
    "suggest_medicines",
    "to_toml",
    "translatable",
    "unreviewed",
]


def enabled_items(answers: Answers) -> dict[str, Truth]:
    """Return whether each item applies to these answers; unknown (None) while a gate is open."""
    return dict(answers.enabled)


def suggest_medicines(rulebook: Rulebook, typed: str, limit: int = 8) -> list[str]:
    """Return names of the rulebook that `typed` may be the beginning, or a misspelling, of."""
    return rulebook.medicines.suggest(typed, limit)
