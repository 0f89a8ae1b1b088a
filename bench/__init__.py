"""What has a number: run with `make bench`. Ratios inside one run count, absolute times do not."""
