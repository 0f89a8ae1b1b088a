"""What patients read, and how hard it is to read; names that no plainer word stands for are left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import textstat

from tests.starter.documents import ITEMS, STARTER, options, tables

# Names of medicines, conditions and treatments that patients know: a plainer word would be another thing.
# Each counts as one short word.
NAMES = frozenset(
    """
    acitretin adapalene alitretinoin allergic|reaction anaesthetic anti-inflammatory|painkiller
    anti-inflammatory|painkillers antibiotic apixaban autoimmune|disease benzoyl|peroxide bexarotene
    breastfeeding chemotherapy claravis clopidogrel coeliac|disease connective|tissue dermabrasion
    dermatomyositis dexamethasone diabetes electrolysis eliquis glycolic hair-removal|cream heparin
    ibuprofen immune|system isotretinoin jessner's|solution lactic lupus mandelic microneedling
    mixed|connective|tissue|disease neotigason pneumonia prednisolone prednisone psoriasis
    radiofrequency radiotherapy retinol rheumatoid|arthritis rivaroxaban salicylic|acid scleroderma
    serum sjogren's|disease soriatane targretin tca threading thyroid|disease toctino tretinoin
    type|1|diabetes vesanoid vitamin|c warfarin xarelto
    """.replace("|", "_").split()
)
_NAMED = re.compile(
    r"\b("
    + "|".join(sorted((re.escape(name).replace("_", r"\s") for name in NAMES), key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?؟])\s+")
RUNNING = 6
"""From this many words on a sentence is running text: the label of an option has no reading age."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its full stop."""
    whole = " ".join(text.split())
    return [each if each[-1] in ".!?؟" else f"{each}." for each in _END.split(whole) if each]


def words(sentence: str) -> int:
    """How many words a sentence has."""
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())


def grade(text: str) -> float:
    """Flesch and Kincaid's grade, the names left out; 7 is read at twelve."""
    return float(textstat.flesch_kincaid_grade(_NAMED.sub("this", text)))


def section_texts() -> Iterator[tuple[str, str]]:
    """Every text of the questionnaire that a patient reads, with its section."""
    for section in tables("sections"):
        yield from ((section["id"], section[key]) for key in ("title", "intro") if key in section)
    for item in ITEMS.values():
        if item.get("asked") == "clinic":
            continue
        for table in (item, *item.get("fields", [])):
            yield from ((item["section"], table[key]) for key in ("question", "help", "why") if key in table)
            told = (option.get(key) for option in options(table) for key in ("label", "help"))
            yield from ((item["section"], text) for text in told if text)


def treatment_texts() -> Iterator[tuple[str, str]]:
    """What is told of each treatment before consent."""
    for each in tables("treatments"):
        told = [each.get(key, "") for key in ("summary", "how_it_works", "during", "compares")]
        told += [*each["expected_effects"], *each["rare_risks"], each.get("price", {}).get("note", "")]
        told += [step["text"] for step in each["course"]]
        yield from ((each["code"], text) for text in told if text)


def other_texts() -> Iterator[tuple[str, str]]:
    """What rules, the care plan, warnings and consent say to the patient."""
    yield from (("rules", rule["patient"]) for rule in tables("rules") if rule.get("patient"))
    for kind in ("care_steps", "red_flags", "consent_risks"):
        yield from ((kind, each["text"]) for each in tables(kind))
    for each in tables("explanations"):
        yield from (("explanations", text) for text in (each["title"], *each["texts"]))


def starter_texts() -> dict[str, list[str]]:
    """The sentences a patient may read in the starter rulebook, by section, treatment or kind."""
    found: dict[str, list[str]] = {}
    for place, text in (*section_texts(), *treatment_texts(), *other_texts()):
        found.setdefault(place, []).extend(sentences(text))
    return found


def translated_texts(code: str) -> Iterator[str]:
    """The starter rulebook's texts in another language."""
    document = tomllib.loads((STARTER / f"translations.{code}.toml").read_text("utf-8"))
    for table in document["translations"]:
        yield from table["texts"].values()
