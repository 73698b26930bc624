"""What only tries the product and is no part of it: the invented nation, truth, trials."""
