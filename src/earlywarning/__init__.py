"""Early warning for children's services: numbers, knowledge and openness, ending in help."""

__version__ = "0.1.0"
