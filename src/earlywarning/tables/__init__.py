"""The rows that pass between workers: each told once, read and written by all."""
