"""The tables of the warehouse, each declared once: its layout, meaning, columns and records."""
