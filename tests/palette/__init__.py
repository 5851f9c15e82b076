"""What the command palette finds, across modules."""
