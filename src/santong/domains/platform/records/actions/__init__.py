"""Writes: one verb each."""
