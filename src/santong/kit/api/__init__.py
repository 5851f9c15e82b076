"""What the modules' APIs are made of: problems, and declared lists with details."""
