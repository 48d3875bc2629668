"""Code blocks: the languages highlighters know, info strings, and what content looks like."""
