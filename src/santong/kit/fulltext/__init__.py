"""Full-text search in Chinese, on SQLite and PostgreSQL alike. See README.md and docs/adr/0012-full-text.md."""
