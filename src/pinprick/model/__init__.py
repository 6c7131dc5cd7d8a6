"""The knowledge base as arrays, and the file that keeps them."""
