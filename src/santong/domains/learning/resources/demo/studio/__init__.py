"""Makes the files of the demonstration."""
