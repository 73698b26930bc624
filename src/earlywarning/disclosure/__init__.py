"""What may leave and what would reveal: suppression of small counts and of what adds up to them."""
