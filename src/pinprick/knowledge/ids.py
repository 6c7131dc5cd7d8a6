"""The ids that code names. Every other id is data, and no line of code knows it.

A finding or a value may be added to the knowledge base; none of these may be renamed in it.
"""

UNKNOWN = "unknown"
"""Asked, and the person does not know. A finding that is not named was not asked."""
PRESENT = "present"
ABSENT = "absent"

AGE, SEX, SIDE, MAP = "age", "sex", "side", "numb-regions"
"""Findings with a meaning of their own in the model."""

SIGN_AGE = "newest-warning-sign"
"""How old the newest warning sign is; its values, newest first, are also the ages of single
signs."""

SIDES = ("left", "right", "both")
"""On which sides of the body the trouble is, in the order of their axis."""
SIDE_ANSWERS = ("one-side", "both-sides-equal", "both-sides-unequal")
"""What can be answered to `side`, in the order of their axis."""
MAP_PARTS = ("left", "right", "midline")
"""The parts of a painted map; a region of the midline has no side."""

OTHER = "other"
"""None of our conditions, as a cause."""
OTHER_CAUSE = "other-cause"
"""The same, as what a case file expects."""
UNEXPLAINED = "unexplained"
"""The family of `other`: one of our families may be called "other"."""

Who = tuple[str, ...]
PERSON: Who = ("person",)
CLINICIAN: Who = ("examiner", "test")
"""Who can know a finding, as findings say it under `by`."""
