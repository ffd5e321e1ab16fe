"""Runs many configs and says how each fared: `python -m stacktape_constructs.corpus FOLDER`.

Each config is synthesized with placeholder code. Where a record of what Stacktape made of the same
config lies beside it (`NAME.yml` and `NAME.json.gz`), the two are compared resource by resource.
"""
