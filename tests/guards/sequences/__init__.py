"""Sequences of doing and undoing over a small region: nothing fails, every refusal has its reason, numbers agree."""
