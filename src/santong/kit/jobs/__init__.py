"""Background jobs: nothing is lost, nothing is done twice. See README.md."""
