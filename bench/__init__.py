"""Measures the screening engine beside its peers: `python -m bench`."""
