"""What the cases of a draft reach, in words."""

from dataclasses import dataclass
from functools import lru_cache

from clinic.rulebook.presenters.cases import ByDigest
from clinic.rulebook.workshop.access import Here
from screening.engine import Phrase, Rulebook, describe_branch
from screening.engine.checks.coverage import Coverage, Share, coverage

KEPT = 4


@dataclass(frozen=True, slots=True)
class BranchView:
    """A branch no case reaches: whose it is, and what it says."""

    rule: str
    title: str
    number: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The shares, and what is not reached."""

    branches: Share
    severities: Share
    options: Share
    unreached: tuple[BranchView, ...]
    unseen: tuple[tuple[str, int, str, str], ...]
    ungiven: tuple[tuple[str, str], ...]


@lru_cache(maxsize=KEPT)
def remembered(key: ByDigest) -> Coverage:
    """What cases reach, worked out once per process and digest."""
    return coverage(key.rulebook)


def coverage_of(here: Here) -> CoverageView:
    """What the cases of a sound draft reach."""
    rulebook = here.rulebook
    found = remembered(ByDigest(rulebook))
    return CoverageView(
        branches=found.branches,
        severities=found.severities,
        options=found.options,
        unreached=tuple(branch_view(rulebook, one.rule, one.branch) for one in found.unreached_branches),
        unseen=tuple(
            (
                rulebook.rules[one.rule].title,
                one.branch + 1,
                rulebook.treatments[one.treatment].short_title,
                one.severity.code,
            )
            for one in found.unreached_severities
        ),
        ungiven=tuple((label_of(rulebook, one.item), one.label) for one in found.ungiven_options),
    )


def branch_view(rulebook: Rulebook, rule: str, branch: int) -> BranchView:
    """One branch."""
    found = rulebook.rules[rule]
    phrases = tuple(describe_branch(rulebook, found.branches[branch]))
    return BranchView(rule, found.title, branch + 1, phrases)


def label_of(rulebook: Rulebook, name: str) -> str:
    """What a question, or a part of one, is called."""
    link_id, _dot, part = name.partition(".")
    item = rulebook.items[link_id]
    return f"{item.label}: {item.fields[part].label}" if part else item.label
