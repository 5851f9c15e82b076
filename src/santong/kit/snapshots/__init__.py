"""What is counted over whole places, kept so that nobody waits for the counting. See README.md."""
