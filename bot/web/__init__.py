"""What all our pages share: security headers, static files, templates, words and limits."""
