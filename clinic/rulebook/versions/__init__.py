"""The versions of the rulebook: what led to each, what it changed, and going back to one."""
