import pg from "pg";
import { title } from "./title";

console.log(title, new pg.Client());
