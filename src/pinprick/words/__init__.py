"""The words that join what the knowledge base says."""
