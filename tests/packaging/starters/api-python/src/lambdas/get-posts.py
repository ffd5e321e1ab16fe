from posts import json_response, post_of

POSTS = [post_of(title) for title in ("First Post", "Second Post")]


def handler(event, context):
    return json_response(200, POSTS)
