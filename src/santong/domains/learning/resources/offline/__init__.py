"""A basket as one ZIP that opens without server or line, see docs/adr/0011-offline-copies.md."""
