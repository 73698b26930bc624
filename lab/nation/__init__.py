"""The invented nation of the demo: files in the published formats, made on the spot from a seed."""
