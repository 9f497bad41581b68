"""Who somebody is: enrolling, approving, language, help."""
