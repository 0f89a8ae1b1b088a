"""What people write beside a decision, read as everywhere."""

from screening.services.texts import LONGEST_TEXT, read_text

__all__ = ["LONGEST_TEXT", "read_text"]
