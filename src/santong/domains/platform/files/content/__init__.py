"""What a file really is. Runs in a process of its own, within limits, and knows nothing of the platform."""
