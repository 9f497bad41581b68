"""What the clock does: reminders, alerts, and what nobody answered."""
