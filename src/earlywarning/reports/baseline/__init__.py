"""The baseline pack for a new director."""
