"""The rulebook: text in, a checked value out, or every problem at once."""
