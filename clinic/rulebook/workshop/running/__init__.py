"""Long work on a draft as its pages show it: how far it is, and what came of it."""
