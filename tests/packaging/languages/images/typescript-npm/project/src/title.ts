export const title: string = "report";
