"""What goes over the wire and what comes back: pure functions and parsers, no I/O."""
