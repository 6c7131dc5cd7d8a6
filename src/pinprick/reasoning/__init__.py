"""What the answers say of causes, how sure that is, and why."""
