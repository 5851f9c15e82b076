"""Benchmarks: each prints one JSON line. See contract.py."""
