export const x = (): unknown => setTimeout(() => 1, 1);
