"""What a cadre does: asks, chooses, says whether it helped, adds, settles, reopens."""
