"""Writes on resources, by what they are about."""
