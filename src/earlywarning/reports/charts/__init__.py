"""One chart grammar for every output, drawn by a small kit of our own: the same everywhere."""
