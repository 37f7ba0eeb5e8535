/** From the server's dotted paths to the names that Ant Design's forms give their fields. */
export type FieldName = (string | number)[];

/** `input.persons.2.idNumber` → `['persons', 2, 'idNumber']`. */
export function fieldName(path: string): FieldName {
  return path
    .replace(/^input\./, '')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

const covers = (field: FieldName, path: FieldName): boolean =>
  field.length <= path.length && field.every((part, index) => String(part) === String(path[index]));

/** The field that shows an error at `path`: itself, or the closest field above it. */
export function nearestField(fields: readonly FieldName[], path: string): FieldName | undefined {
  const name = fieldName(path);
  return fields.filter((field) => covers(field, name)).sort((a, b) => b.length - a.length)[0];
}

/** Whether a field, or something in it, is among the values that have just changed. */
export function isChanged(changed: unknown, field: FieldName): boolean {
  let at = changed;
  for (const part of field) {
    if (typeof at !== 'object' || at === null || !(part in at)) return false;
    at = (at as Record<string | number, unknown>)[part];
  }
  return true;
}
