"""What modules can count, and what was counted: by place and period, in parts that may be added up. See README.md."""
