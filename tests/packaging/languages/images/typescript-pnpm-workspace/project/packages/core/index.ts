export const total = (all: number[]): number => all.reduce((one, two) => one + two, 0);
