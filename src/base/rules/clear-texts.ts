/** Stands where something was written. */
export const clearedText = '—';

/**
 * Takes what was written about one thing out of stored JSON: below every object in which `key` is one of
 * `values`, each text under one of `fields`. Whatever else it says stays, and so does null.
 */
export function clearTexts(
  stored: unknown,
  { key, values, fields }: { key: string; values: ReadonlySet<unknown>; fields: ReadonlySet<string> },
): unknown {
  const walk = (value: unknown, about: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(one, about));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const inside = about || entries.some(([name, one]) => name === key && values.has(one));
    return Object.fromEntries(
      entries.map(([name, one]) => [
        name,
        inside && fields.has(name) && typeof one === 'string' ? clearedText : walk(one, inside),
      ]),
    );
  };
  return walk(stored, false);
}
