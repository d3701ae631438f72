"""Numbers in text that comes from outside."""


def positive(text: str | None) -> int:
    """A whole number from 1 up to 18 digits, as ids are; 0 for anything else."""
    # By hand: a Django form takes as long as the query for the whole topic. And int()
    # alone raises for "²" and for thousands of digits, and exceeds a database's column.
    if not text or len(text) > 18 or not (text.isascii() and text.isdigit()):
        return 0
    return int(text)
