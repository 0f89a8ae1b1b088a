"""A rule as it is typed: between the rulebook's element, the posted form and the page."""
