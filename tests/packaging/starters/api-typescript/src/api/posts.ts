import { slugOf } from "slugs";

export interface Post {
  id: string;
  title: string;
}

export const postOf = (title: string): Post => ({ id: slugOf(title), title });
