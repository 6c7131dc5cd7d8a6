"""Numbers counted anew from cases of which the condition is known: tables in, a knowledge base out."""
