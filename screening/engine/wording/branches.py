"""Branches of rules as whole English sentences."""

from collections.abc import Collection, Mapping

from screening.engine.conditions import Condition
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Severity
from screening.engine.wording.conditions import describe_condition
from screening.engine.wording.phrases import Phrase, Phrases, joined, merged, said, stressed

ALL = "all"
EVERY = "every treatment"
EVERY_OTHER = "every other treatment"
SAYINGS = {
    Severity.CONTRAINDICATED: ("is ", "contraindicated", " for "),
    Severity.DEFERRED: ("is ", "deferred", " for "),
    Severity.CLEARANCE: ("needs ", "clearance", " for "),
    Severity.PRECAUTION: ("calls for ", "precaution", " with "),
    Severity.INFORMATION: ("comes with ", "information", " for "),
}
Groups = Mapping[Severity, list[str]]


def describe_branch(rulebook: Rulebook, branch: Branch) -> list[Phrase]:
    """Return the branch as a sentence: "When Pregnant is yes, treatment is contraindicated for needling."

    The treatments are those the severity comes to once codes have beaten attributes and attributes `all`.
    """
    return sentence(branch.when, rulebook, consequences(rulebook, branch))


def sentence(when: Condition, rulebook: Rulebook, then: Phrases) -> list[Phrase]:
    """Return condition and consequence with what a sentence needs around them."""
    return merged(
        [*said("When "), *describe_condition(rulebook, when), *said(", treatment "), *then, *said(".")]
    )


def consequences(rulebook: Rulebook, branch: Branch) -> Phrases:
    """Return what a branch means for which treatments: worst first, everything else last."""
    groups = grouped(branch)
    common = branch.stated.get(ALL, Severity.NONE)
    ordered = sorted(groups, key=lambda severity: (severity is common, -severity))
    clauses = [clause(rulebook, branch, groups, severity) for severity in ordered]
    return joined(clauses, ", ", ", and ")


def grouped(branch: Branch) -> Groups:
    """Return the treatments of each severity, in the order of the catalogue."""
    found: dict[Severity, list[str]] = {}
    for code, severity in branch.severities.items():
        if severity is not Severity.NONE:
            found.setdefault(severity, []).append(code)
    return found


def clause(rulebook: Rulebook, branch: Branch, groups: Groups, severity: Severity) -> Phrases:
    """Return what one severity is said of."""
    before, word, after = SAYINGS[severity]
    named = targets(rulebook, branch, groups, severity)
    return said(before) + stressed(word) + said(after) + joined([said(name) for name in named], ", ", " and ")


def targets(rulebook: Rulebook, branch: Branch, groups: Groups, severity: Severity) -> list[str]:
    """Return the treatments of one severity in as few words as are true."""
    touched = {code for group in groups.values() for code in group}
    spared = [code for code in rulebook.treatments if code not in touched]
    if branch.stated.get(ALL) is severity and (not spared or len(groups) == 1):
        every = EVERY if len(groups) == 1 else EVERY_OTHER
        return [f"{every} except {' and '.join(titles(rulebook, spared))}" if spared else every]
    return names(rulebook, branch, groups[severity])


def names(rulebook: Rulebook, branch: Branch, codes: Collection[str]) -> list[str]:
    """Return treatments by the attributes the branch states, where they fit, and the rest by title."""
    left = set(codes)
    found = []
    for attribute in branch.stated:
        having = {
            code for code, treatment in rulebook.treatments.items() if attribute in treatment.attributes
        }
        if having and having <= set(codes) and having & left:
            found.append(rulebook.attributes[attribute])
            left -= having
    return found + titles(rulebook, [code for code in rulebook.treatments if code in left])


def titles(rulebook: Rulebook, codes: Collection[str]) -> list[str]:
    """Return short titles of treatments as they stand inside an English sentence."""
    return [inside(rulebook.treatments[code].short_title) for code in codes]


def inside(title: str) -> str:
    """Return a title with a small first letter, unless its first word is an abbreviation: "RF", "PRP"."""
    first = title.split(" ", maxsplit=1)[0]
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]
