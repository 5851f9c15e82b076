"""Documents on paper, declared by modules; see `declare.Printable`."""
