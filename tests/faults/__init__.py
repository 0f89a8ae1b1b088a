"""What goes wrong around the software, done on purpose: `make test-faults`, docs/faults.md."""
