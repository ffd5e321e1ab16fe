import { postOf } from "@api/posts";
import { json, type Response } from "@api/response";

const posts = new Map(["First Post", "Second Post"].map(postOf).map((post) => [post.id, post]));

export default async (event: { pathParameters: { id: string } }): Promise<Response> => {
  const post = posts.get(event.pathParameters.id);
  return post ? json(200, post) : json(404, { message: "no such post" });
};
