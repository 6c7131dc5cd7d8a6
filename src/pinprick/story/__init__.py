"""Finding things by the words that people use."""
