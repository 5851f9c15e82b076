"""The library of the demonstration region."""
