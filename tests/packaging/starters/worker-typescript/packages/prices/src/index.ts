export interface Line {
  price: number;
  quantity: number;
}

export const totalOf = (lines: Line[]): number => lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
