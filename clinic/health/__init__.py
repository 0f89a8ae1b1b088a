"""What a monitor asks, and what it learns: health, figures, and a line in the log for every request."""
