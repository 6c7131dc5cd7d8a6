"""Many people at once: tables of cases in, tables of causes and verdicts out."""
