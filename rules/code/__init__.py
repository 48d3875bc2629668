"""postlint's own rules."""
