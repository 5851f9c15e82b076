"""The layout of official documents on paper, GB/T 9704-2012."""
