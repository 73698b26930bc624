"""The pages round the authorities' own: home, indicators, patterns, data, methods, words."""
