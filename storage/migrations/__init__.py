"""The schema's history. `docs/architecture.md` tells how a migration is made."""
