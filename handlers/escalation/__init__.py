"""What is beyond somebody's authority: it goes up, comes back with advice, and others are asked for their opinion."""
