export const x = (): unknown => document.title;
