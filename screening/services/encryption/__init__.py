"""The keys of what is stored: what is under which, changing them, whether they fit."""
