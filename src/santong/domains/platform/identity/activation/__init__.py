"""Activation: a printed slip with a one-time code, by which people take their account into use."""
