"""The kinds of fields."""
