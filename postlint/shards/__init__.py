"""A site in parts: several machines lint a part each, and one joins what they found."""
