"""Invariants of a draft: what must never come out, as its form and its list show it."""
