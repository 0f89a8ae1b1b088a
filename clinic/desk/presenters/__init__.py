"""Rows as the pages of the desk show them."""
