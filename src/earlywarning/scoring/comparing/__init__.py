"""Every indicator of every authority beside what it is held against, in standard units."""
