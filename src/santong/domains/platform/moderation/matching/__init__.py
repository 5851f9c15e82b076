"""Finding words of the lists in texts, however they are written. Free of models."""
