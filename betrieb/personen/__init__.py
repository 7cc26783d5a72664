"""Data about persons: where they are, why, until when; telling somebody what there is of her, and deleting it.

register.yaml is the only list. The tests hold it against the models, the handbook's Löschkonzept is made from it.
"""
