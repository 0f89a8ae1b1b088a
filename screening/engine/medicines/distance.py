"""How far apart two spellings are."""

from __future__ import annotations


def edit_distance(left: str, right: str, limit: int) -> int:
    """Damerau-Levenshtein distance, optimal string alignment; `limit + 1` for all above the limit.

    One insertion, deletion, substitution or swap of neighbours counts one; no part is edited twice.
    """
    left, right = _without_common_ends(left, right)
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        swapped = left[i - 2] if i > 1 else ""
        earlier, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            swap = earlier[j - 2] + 1 if j > 1 and other == swapped and char == right[j - 2] else limit + 1
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other), swap))
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def letter_bag(text: str) -> int:
    """Which letters a spelling has, and which at least twice, as bits.

    One edit changes the count of at most two letters by one, so spellings at distance d differ in at
    most 2d bits: a test that costs nothing beside the distance itself.
    """
    bag = 0
    for char in text:
        bit = 1 << (ord(char) % 64)
        bag |= bit << 64 if bag & bit else bit
    return bag


def _without_common_ends(left: str, right: str) -> tuple[str, str]:
    start = 0
    shorter = min(len(left), len(right))
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]
