"""Random inputs that look like real ones: files with their structure spoilt, and requests as bytes. Each comes from a
seed, so that what failed can be made again."""
