"""How long what is stored stays, how it goes, and how one record leaves whole (docs/data-life.md)."""
