"""What patients see of what is stored about them: as a page, as a document, as data."""
