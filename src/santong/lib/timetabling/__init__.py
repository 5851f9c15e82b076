"""Timetables as a problem of pure data: what is to be taught, what must hold, how good a table is, and making one."""
