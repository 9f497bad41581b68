"""Pure rules: life cycle, deadline, routing."""
