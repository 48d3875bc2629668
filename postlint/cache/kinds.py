"""What a remembered value is: the result of linting a text, or one that has its facts only."""

RESULT, FACTS = "result", "facts"
