"""Real servers without an operator: PostgreSQL and Valkey out of wheels, and the tree of our processes."""
