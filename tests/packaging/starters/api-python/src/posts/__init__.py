from .response import json_response

__all__ = ["json_response", "post_of"]

from slugs import slug_of


def post_of(title):
    return {"id": slug_of(title), "title": title}
