"""The scan of written outputs: what must not be in them, found before anybody reads them."""
