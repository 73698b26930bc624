"""Were the warnings right? Past inspections against what was published before they began."""
