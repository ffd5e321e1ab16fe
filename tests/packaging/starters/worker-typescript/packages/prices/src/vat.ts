const RATES: Record<string, number> = { cz: 0.21, de: 0.19 };

export const withVat = (amount: number, country: string): number => amount * (1 + (RATES[country] ?? 0));
