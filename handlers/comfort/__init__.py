"""What makes an officer's work lighter: suggestions, snippets, reminders, notes, one answer for several, and back."""
