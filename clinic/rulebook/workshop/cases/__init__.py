"""Cases of a draft, worked examples with the expected result, as list and form show them."""
