"""How people find their way: areas, their hubs and tabs, all functions, and what somebody has pinned."""
