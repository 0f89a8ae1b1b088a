"""The rulebook workshop: drafts, and everything that is done with them before they are published."""
