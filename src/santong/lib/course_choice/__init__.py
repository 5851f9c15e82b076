"""Course choice as pure data: places by ranked wishes and lots, and moving classes in bands."""
