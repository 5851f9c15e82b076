"""Sheets as schools send them: read, laid out and handed back with remarks."""
