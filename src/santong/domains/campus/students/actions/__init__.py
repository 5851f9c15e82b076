"""Writes on pupils and their families: one verb each."""
