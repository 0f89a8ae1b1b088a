"""What the workshop's pages show, as plain values."""
