"""The knowledge base drawn anew within what its ranges allow."""
