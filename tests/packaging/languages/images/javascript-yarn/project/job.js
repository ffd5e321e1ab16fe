import sharp from "sharp";

console.log(sharp);
