"""The bank and the handbook as pure knowledge: no network, no database, no clock."""
