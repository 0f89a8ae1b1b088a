"""Trying a draft: what somebody typed, and what comes of it."""
