"""Languages of the interface that a region brings along, in catalogues of its own, without touching the product."""
