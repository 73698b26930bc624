"""Builds a new dated database aside, then swaps the link that readers open."""
