"""The condition builder: a condition of the rulebook as fields of a form, and back without loss.

`root_of(condition)` gives nodes, `checked(root, rulebook)` what they say and what is missing, and
`builder_view(...)` what `rulebook/workshop/builder/builder.html` lays out. Back again:
`root_from(post, prefix, scope)`, then `done(root, act)` where a button was pressed. What is stored is
`checked(...).table`.
"""

from clinic.rulebook.workshop.builder.acted import Acted
from clinic.rulebook.workshop.builder.acts import Act, act_of, done
from clinic.rulebook.workshop.builder.checking import Checked, checked, scope_of
from clinic.rulebook.workshop.builder.documents import root_of
from clinic.rulebook.workshop.builder.nodes import EMPTY, Group
from clinic.rulebook.workshop.builder.posted import root_from
from clinic.rulebook.workshop.builder.posting import Posted
from clinic.rulebook.workshop.builder.showing import builder_view
from clinic.rulebook.workshop.builder.view import BuilderView

__all__ = [
    "EMPTY",
    "Act",
    "Acted",
    "BuilderView",
    "Checked",
    "Group",
    "Posted",
    "act_of",
    "builder_view",
    "checked",
    "done",
    "root_from",
    "root_of",
    "scope_of",
]
