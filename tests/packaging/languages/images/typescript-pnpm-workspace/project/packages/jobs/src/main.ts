import { total } from "@shop/core";

console.log(total([1, 2]));
