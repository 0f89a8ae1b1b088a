"""What can be done from the command line: thin, over the services."""
