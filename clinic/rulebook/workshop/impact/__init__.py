"""The impact preview of a draft as its page shows it."""
