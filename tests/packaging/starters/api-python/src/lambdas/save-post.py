import json
import os

from posts import json_response, post_of


def handler(event, context):
    title = json.loads(event["body"])["title"]
    return json_response(201, {**post_of(title), "author": os.environ["AUTHOR"]})
