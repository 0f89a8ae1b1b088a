"""What the tests know about the people of the clinic besides their rows."""

PASSWORD = "correct-horse-battery"
"""With which all of them sign in."""
