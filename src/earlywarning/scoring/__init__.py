"""From indicator values to signals, three bounded pillars, a score and its explanation."""
