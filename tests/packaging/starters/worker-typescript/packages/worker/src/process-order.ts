import { totalOf, type Line } from "@orders/prices";
import { withVat } from "@orders/prices/vat";

interface Order {
  id: string;
  country: string;
  lines: Line[];
}

export const handler = async (event: { detail: Order }) => {
  const { id, country, lines } = event.detail;
  return { id, total: withVat(totalOf(lines), country) };
};
