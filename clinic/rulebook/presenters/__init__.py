"""What the pages of the rulebook show, as plain values; the templates only lay them out."""
