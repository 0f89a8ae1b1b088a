"""The domain: what is true about a clinic's screening. Knows no pages."""
