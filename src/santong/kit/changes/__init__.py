"""The feed of changes: what other systems follow to stay in step."""
