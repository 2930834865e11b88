"""Everything that touches the network: the guard, the clients, one request and its answer."""
