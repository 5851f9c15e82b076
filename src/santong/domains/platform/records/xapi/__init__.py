"""The xAPI data model, versions 1.0.3 and 2.0, without Django: reading, checking, comparing, showing statements."""
