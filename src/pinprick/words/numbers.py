"""Numbers as people write them, with a point or a comma before the decimals. The marks are those of the
CLDR, which a test compares."""

from pinprick.words.catalogue import say


def figure(value: float, language: str, form: str = "g") -> str:
    """A number in a language; `form` is how Python would write it: `.2f`, `+.1f`, `,`."""
    marks = {
        ord(","): say(language, "number.thousands"),
        ord("."): say(language, "number.decimals"),
    }
    return f"{value:{form}}".translate(marks)
