"""What is remembered between runs, so that what has not changed is not done again.

Two things are: what ``lint_document`` made of each text (``results``), and the whole report of
a run (``replay``), which serves when nothing that the run looked at has changed. Both live in a
folder that may be shared, deleted or damaged at any time: what cannot be read is not there,
what cannot be written is not remembered, and none of it is an error.
"""
