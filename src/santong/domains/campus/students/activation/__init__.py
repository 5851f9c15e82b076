"""Activation slips for pupils and guardians, by class, and how far each class is."""
