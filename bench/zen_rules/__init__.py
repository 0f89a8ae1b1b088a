"""The starter rulebook for zen-engine: one JDM decision table that collects every branch that is not false.

One row per branch; its outputs are the rule, the branch, whether it is certain, and the severity per
treatment. zen's best form: a static loader and one decision by key, read once.
"""

import json
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import zen

from bench.zen_rules.expressions import Expressions
from bench.zen_rules.inputs import inputs_for
from screening.engine import Answers, Branch, Rulebook

if TYPE_CHECKING:
    from zen import DecisionEvaluateOptions  # in its stub only

KEY = "starter"
TRACED: "DecisionEvaluateOptions" = {"trace": True}
UNTRACED: "DecisionEvaluateOptions" = {"trace": False}

Row = dict[str, Any]  # JSON as zen returns it
Given = dict[str, object]
Verdicts = dict[str, tuple[int, int]]


class ZenRules:
    """A rulebook as one decision of zen's."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.written = Expressions(rulebook)
        content = decision(self.table())
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: content}}})

    def table(self) -> dict[str, object]:
        """Return the decision table."""
        names = ["rule", "branch", "certain", *self.rulebook.treatments]
        branches = [
            (rule.id, number, branch)
            for rule in self.rulebook.rules.values()
            for number, branch in enumerate(rule.branches)
        ]
        return {
            "hitPolicy": "collect",
            "inputs": [{"id": "when", "name": "not definitely false"}],
            "outputs": [{"id": name, "name": name, "field": name} for name in names],
            "rules": [self.row(*each) for each in branches],
        }

    def row(self, rule: str, number: int, branch: Branch) -> dict[str, str]:
        """Return the row of one branch."""
        forms = self.written.of(branch.when)
        outputs = {"rule": json.dumps(rule), "branch": str(number), "certain": forms.certain}
        severities = {code: str(severity.value) for code, severity in branch.severities.items()}
        return {"_id": f"{rule}.{number}", "when": forms.likely, **outputs, **severities}

    def inputs(self, answers: Answers, on: date) -> Given:
        """Return what zen is given for one answer set."""
        return inputs_for(self.written, answers, on)

    def screen(self, given: Given) -> dict[str, Verdicts]:
        """Return certain and worst severity per rule and treatment, from zen's rows; zen traces meanwhile."""
        return folded(self.rows(given), tuple(self.rulebook.treatments))

    def rows(self, given: Given, options: "DecisionEvaluateOptions" = TRACED) -> list[Row]:
        """Return the rows that are not false, as zen gives them."""
        return cast("list[Row]", self.engine.evaluate(KEY, given, options)["result"])


def folded(rows: list[Row], treatments: tuple[str, ...]) -> dict[str, Verdicts]:
    """Fold rows into (certain, worst) per rule and treatment: the worst wins."""
    found: dict[str, Verdicts] = {}
    for row in rows:
        fold(found.setdefault(row["rule"], {}), row, treatments)
    return found


def fold(verdicts: Verdicts, row: Row, treatments: tuple[str, ...]) -> None:
    """Raise a rule's verdicts to what one more row says."""
    for code in treatments:
        severity = row.get(code)
        if severity:
            certain, worst = verdicts.get(code, (0, 0))
            verdicts[code] = (max(certain, severity) if row["certain"] else certain, max(worst, severity))


def decision(table: dict[str, object]) -> dict[str, object]:
    """Return the JDM document: input, table, output."""
    nodes: list[dict[str, object]] = [
        {"id": "given", "name": "given", "type": "inputNode"},
        {"id": "rules", "name": "rules", "type": "decisionTableNode", "content": table},
        {"id": "found", "name": "found", "type": "outputNode"},
    ]
    edges = [("given", "rules"), ("rules", "found")]
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [{**node, "position": {"x": 0, "y": 0}} for node in nodes],
        "edges": [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in edges],
    }
