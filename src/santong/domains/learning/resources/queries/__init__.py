"""Reads on resources, by what they are about."""
