"""One chart grammar for every output; drawn by lets-plot, the same picture everywhere."""
