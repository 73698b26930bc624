"""What is declared under data/reference, read into frozen models; nothing is computed here."""
