"""Child-level lists, counted in memory; only the counts are handed on."""
