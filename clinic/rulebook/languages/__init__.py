"""The rulebook in other languages: what is missing, translating, looking over, offering a version."""
