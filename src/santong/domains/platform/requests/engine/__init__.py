"""How requests move: pure functions on plain data, without a database; see the README of the module."""
