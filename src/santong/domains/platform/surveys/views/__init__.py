"""Pages of surveys: for those who ask, for those who answer, and what came out."""
