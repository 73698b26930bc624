"""Reads what others publish: each file by its content, every symbol kept, nothing guessed."""
