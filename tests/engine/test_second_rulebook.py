"""The example rulebook for laser hair removal: whole, tested by its own cases, and marked as an example."""

from pathlib import Path

import pytest

from screening.engine import Rulebook, RulebookSource, parse_source, read_document, to_toml
from screening.engine.checks.coverage import coverage
from screening.engine.checks.importing import check_import
from screening.engine.checks.mutation import survivors

RULEBOOKS = Path(__file__).resolve().parents[2] / "screening" / "rulebooks"


@pytest.fixture(scope="module")
def source() -> RulebookSource:
    return read_document(RULEBOOKS / "laser_hair_removal")


@pytest.fixture(scope="module")
def laser(source: RulebookSource) -> Rulebook:
    return parse_source(source)


def test_second_rulebook_has_no_problem_and_nothing_to_note(source: RulebookSource) -> None:
    assert check_import(source) == []


def test_second_rulebook_shares_no_treatment_and_no_rule_but_the_built_in_ones_with_the_starter(
    laser: Rulebook,
) -> None:
    starter = parse_source(read_document(RULEBOOKS / "starter"))
    assert laser.treatments.keys() & starter.treatments.keys() == set()
    shared = laser.rules.keys() & starter.rules.keys()
    assert {laser.rules[name].built_in for name in shared} == {"unanswered", "contradiction"}


def test_second_rulebook_says_that_it_is_an_example(laser: Rulebook) -> None:
    assert laser.title == "Laser hair removal (example, not for use on patients)"
    assert laser.head.note.startswith("An example written from general knowledge, not for use on patients.")
    unmarked = [
        rule.id for rule in laser.rules.values() if not rule.evidence.endswith("not for use on patients.")
    ]
    assert unmarked == []


def test_every_branch_and_severity_of_the_second_rulebook_is_reached_by_a_case(laser: Rulebook) -> None:
    found = coverage(laser)
    assert (found.unreached_branches, found.unreached_severities) == ((), ())


def test_no_small_change_of_the_second_rulebook_goes_unnoticed(laser: Rulebook) -> None:
    assert [mutant.sentence for mutant in survivors(laser)] == []


def test_second_rulebook_written_as_one_file_keeps_its_digest(source: RulebookSource, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(to_toml(source.document), encoding="utf-8")
    assert read_document(tmp_path / "one.toml").digest == source.digest
