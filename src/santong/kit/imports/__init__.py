"""The import wizard: what a school sends becomes rows, after somebody looked at what is doubtful."""
