"""Files of a knowledge base in, records or every fault out."""
