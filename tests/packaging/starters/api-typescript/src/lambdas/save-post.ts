import { postOf } from "@api/posts";
import { json, type Response } from "@api/response";

export const handler = async (event: { body: string }): Promise<Response> => {
  const { title } = JSON.parse(event.body) as { title: string };
  return json(201, { ...postOf(title), author: process.env.AUTHOR });
};
