"""Which items apply: the gates of a rulebook as one compiled function, made once."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from screening.engine.conditions import Facts, Truth
from screening.engine.conditions.tokens import (
    NEVER,
    SHUT,
    areas_token,
    chosen_token,
    day_token,
)
from screening.engine.conditions.writing import Expressions, Polarity
from screening.engine.questionnaire import Item, ItemType
from screening.engine.rulebook.types import Rulebook

Tokens = tuple[object, ...]
Gates = Callable[[Facts, Mapping[str, object], dict[str, Truth]], Tokens]


MADE: Mapping[ItemType, tuple[str, str]] = {
    ItemType.CHOICES: ("SHUT", "chosen_token({answer}, {applies})"),
    ItemType.AREAS: ("SHUT", "areas_token({answer}, {applies})"),
    ItemType.DATE: (str(NEVER), "day_token({answer})"),
    ItemType.NUMBER: ("CLOSED", "{answer}"),
    ItemType.SCORE: ("CLOSED", "{answer}"),
}
"""Per type how the token is spelled where the item does not apply, and where it does or may."""


@lru_cache(maxsize=16)
def gates_of(rulebook: Rulebook) -> Gates:
    """Return the function that fills `states` (which items apply) and returns one token per item.

    What a token is depends on the type of the item: see conditions.tokens.
    """
    write = Expressions(rulebook.items, rulebook.areas, whole=False)
    write.namespace |= {
        "SHUT": SHUT,
        "chosen_token": chosen_token,
        "areas_token": areas_token,
        "day_token": day_token,
    }
    ungated = [item for item in rulebook.items.values() if item.link_id not in rulebook.gate_order]
    lines = [
        "def gates(facts, given, states):",
        " get = given.get",
        *(plain(item, write) for item in ungated),
    ]
    for link_id in rulebook.gate_order:
        lines += gated(rulebook.items[link_id], write)
    code = compile("\n".join([*lines, f" return ({write.tokens()})"]), "<gates>", "exec")
    exec(code, write.namespace)  # noqa: S102 - the source is made of minted names only
    return write.namespace["gates"]  # type: ignore[return-value] # the function the source defines


def plain(item: Item, write: Expressions) -> str:
    """Return the line for an item that always applies."""
    answer = f"get({write.name(item.link_id)})"
    if item.type in MADE:
        value = MADE[item.type][1].format(answer=answer, applies=True)
    else:
        value = answer if item.type is ItemType.CHOICE else "True"
    return f" {write.token(item.link_id)} = {value}"


def gated(item: Item, write: Expressions) -> list[str]:
    """Return the lines for an item behind a gate."""
    if item.enable_when is None:
        return [plain(item, write)]
    certain, likely = (write.of(item.enable_when, p) for p in (Polarity.CERTAIN, Polarity.LIKELY))
    name, token = write.name(item.link_id), write.token(item.link_id)
    lines = [f" states[{name}] = {token} = True if {certain} else None if {likely} else False"]
    if item.type is ItemType.CHOICE:
        lines.append(
            f" {token} = get({name}) if {token} else CLOSED if {token} is False else (HELD, get({name}))"
        )
    if item.type in MADE:
        shut, made = MADE[item.type]
        made = made.format(answer=f"get({name})", applies=token)
        lines.append(f" {token} = {shut} if {token} is False else {made}")
    return lines
