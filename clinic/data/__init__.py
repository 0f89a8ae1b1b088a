"""Pages about what is stored and for how long: export, hold and erasure of one record."""
