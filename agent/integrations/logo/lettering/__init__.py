"""Letters: from a name to outlines."""
