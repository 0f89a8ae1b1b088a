"""`make bench`: the engine beside hand-written functions and zen-engine: compared, then timed in one run."""

import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

from bench.agreement import differences, zen_differences
from bench.contestants import BY_HAND, ENGINE, SAME_JOB, ZEN, Contestants
from bench.days import ON
from bench.once import STARTER, once_per_rulebook
from bench.patients import USUAL, Habits, answer_sets
from bench.proofs import proof_tables
from bench.rounds import Timing, timings
from bench.table import Goal, goal_table, once_table, timing_table
from bench.zen_rules import ZenRules
from screening.engine import Answers, Context, Rulebook, evaluate, parse_rulebook, read_document

SETS, EMPTIER_SETS = 1000, 250
EMPTIER = (0.3, 0.6)
ROUNDS, FURTHER_ROUNDS, ONCE_ROUNDS = 9, 5, 3
AT_MOST_BY_HAND = 3.0
AT_LEAST_ZEN = 5.0

NOTES = """\
- One answer set is screened for all treatments. Every contestant starts from parsed answers, medicine names
  matched and dates read; the engine gets fresh answers each round, so nothing is remembered from the last.
- By hand: (certain, worst) per rule and treatment, the link ids behind it, and the fold per treatment. No
  wording of reasons, no earliest or review dates, nothing on what would settle a finding.
- zen-engine: a static loader, one JDM decision table (hit policy collect) with one row per branch, traced.
  Its rows say which branches are not false, whether certain, and the severity per treatment; a loop folds
  them. zen has two values, so each condition is written twice ("not definitely false", "definitely true").
  Worked out beforehand, untimed: which areas touch those to be treated, days as numbers, the first day of
  each window, ages, the classes of each medicine list, and the few leaves its language lacks (regions,
  prescribed or not, "answered", typed text, unrecognised names). It does not look for unanswered or
  contradictory questions.
- Ratios are taken within a round and their median is shown; rounds are interleaved, the garbage collector is
  at rest. Processor time is counted, of all threads; absolute times are from a busy, shared machine.
"""


def main() -> int:
    """Compare, time, print; return 1 where the contestants do not agree."""
    rulebook = parse_rulebook(read_document(STARTER).document)
    usual = answer_sets(rulebook, SETS, USUAL)
    emptier = {share: answer_sets(rulebook, EMPTIER_SETS, Habits(unanswered=share)) for share in EMPTIER}
    print("\n".join(described(rulebook, usual)))
    wrong = disagreements(rulebook, [*usual, *(answers for sets in emptier.values() for answers in sets)])
    if wrong:
        print("The contestants do not agree:", *wrong[:20], sep="\n  ")
        return 1
    print("All agree on every set: by hand in severities and link ids, zen in branches.\n")
    return measured(rulebook, usual, emptier)


def measured(rulebook: Rulebook, usual: Sequence[Answers], emptier: dict[float, list[Answers]]) -> int:
    """Time and print."""
    contestants = Contestants(rulebook, usual)
    found = timings(contestants.main, ROUNDS)
    print(timing_table(f"{len(usual)} usual answer sets", found))
    further = timings([contestants.by_hand, *contestants.further], FURTHER_ROUNDS)
    print(timing_table("Parts and more, same sets", further[1:]))
    open_forms = {share: timings(Contestants(rulebook, sets).main, ROUNDS) for share, sets in emptier.items()}
    for share, own in open_forms.items():
        print(timing_table(f"{EMPTIER_SETS} sets with {share:.0%} of the questions unanswered", own))
    print(once_table(once_per_rulebook(ONCE_ROUNDS)))
    proofs, proof_goals = proof_tables()
    print(proofs)
    by_hand = [goal_by_hand("", found)]
    by_hand += [goal_by_hand(f", {share:.0%} unanswered", own) for share, own in open_forms.items()]
    print(
        goal_table(
            [
                *by_hand,
                goal_of_zen("the rules alone, as zen does them", SAME_JOB, further),
                goal_of_zen("all of evaluate", ENGINE, found),
                *proof_goals,
            ]
        )
    )
    print(NOTES)
    return 0


def goal_by_hand(which: str, found: Sequence[Timing]) -> Goal:
    """Return the goal of a whole evaluation against the hand-written functions."""
    ratio = {timing.name: timing.ratio for timing in found}
    measured = ratio[ENGINE] / ratio[BY_HAND]
    title = f"engine at most {AT_MOST_BY_HAND:.0f} times the hand-written functions{which}"
    return Goal(title, measured, measured <= AT_MOST_BY_HAND)


def goal_of_zen(what: str, name: str, found: Sequence[Timing]) -> Goal:
    """Return a goal against zen-engine, from rounds in which both ran."""
    ratio = {timing.name: timing.ratio for timing in found}
    measured = ratio[ZEN] / ratio[name]
    title = f"{what}: {AT_LEAST_ZEN:.0f} times faster than zen-engine with trace"
    return Goal(title, measured, measured >= AT_LEAST_ZEN)


def disagreements(rulebook: Rulebook, sets: Sequence[Answers]) -> list[str]:
    """Return where the contestants differ on these sets."""
    zen_rules = ZenRules(rulebook)
    return [
        f"set {number}: {difference}"
        for number, answers in enumerate(sets)
        for difference in (*differences(rulebook, answers, ON), *zen_differences(zen_rules, answers, ON))
    ]


def described(rulebook: Rulebook, sets: Sequence[Answers]) -> list[str]:
    """Return what is measured: versions, the size of the rulebook, how many findings the sets have."""
    context = Context(ON, tuple(rulebook.treatments))
    findings = [finding for answers in sets for finding in evaluate(rulebook, answers, context).findings]
    unsettled = sum(not finding.settled for finding in findings)
    branches = sum(len(rule.branches) for rule in rulebook.rules.values())
    return [
        f"Starter rulebook {rulebook.digest[:19]}: {len(rulebook.rules)} rules, {branches} branches.",
        f"Python {platform.python_version()}, zen-engine {version('zen-engine')}.",
        f"{len(findings) / len(sets):.1f} findings a set, {unsettled / len(sets):.1f} of them unsettled.",
    ]


if __name__ == "__main__":
    sys.exit(main())
