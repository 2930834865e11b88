"""What may be done with conversations. Each function is one transaction; a Refusal means that nothing was changed."""
