"""``postlint init``: a first configuration from what a site has already decided.

Each reader looks at the configuration of one tool and says what it decides (``Decisions``);
``survey`` looks at the posts; ``writing`` makes one commented file of it all.
"""
