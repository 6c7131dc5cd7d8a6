"""The packages and modules of pinprick in rows: each imports only from rows above its own."""

ROWS = (
    ("extras", "once", "problems", "threads", "watching"),
    ("yamltext",),
    ("files",),
    ("knowledge",),
    ("rules",),
    ("case",),
    ("model",),
    ("authoring",),
    ("reasoning",),
    ("urgency", "scope", "advice", "story", "words", "pictures"),
    ("interview", "loading"),
    ("assessment",),
    ("account",),
    ("guide", "lab", "notebook"),
    ("cohort",),
    ("learning",),
    ("paper",),
    ("serving",),
    ("api", "assistants", "fhir", "web"),
    ("v3",),
    ("mmvb",),
    ("hooks",),
    ("app",),
    ("cli",),
    ("__main__",),
)
"""The rows, the top one first. A package counts by its name. `pinprick/__init__.py` is what users
of the library see: it may import all, and no module imports from it."""
