"""From a score to one offer of help, and from all offers to a quarter's programme."""
