/** Whether fields make a schema by which entries may be typed. */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { classificationKey, isMarked } from './classification.ts';
import { type Field, type Level, levelNames, levels, nameOf, type Schema } from './field.ts';

/** DA/T 18-2022: no level that is described goes without these; its level and its archival code come by themselves. */
export const requiredKeys = ['title', 'date', 'author', 'retentionPeriod', 'accessStatus'] as const;

/** Every fault, each with its field; none where it may be released. */
export function schemaFaults(schema: Schema): Refusal[] {
  if (levels.every((level) => schema[level].length === 0)) return [refuse('schema-empty', {}, 'input.schema')];
  return levels.flatMap((level) => (schema[level].length === 0 ? [] : levelFaults(level, schema[level])));
}

function levelFaults(level: Level, fields: readonly Field[]): Refusal[] {
  const at = (index: number, part: string): string => `input.schema.${level}.${index}.${part}`;
  const keys = fields.map(({ key }) => key);
  return [
    ...requiredKeys
      .filter((key) => fields.find((field) => field.key === key)?.need !== 'must')
      .map((key) => refuse('schema-required', { level: levelNames[level], key }, `input.schema.${level}`)),
    ...fields.flatMap((field, index) => [
      ...(keys.indexOf(field.key) === index ? [] : [refuse('schema-twice', { key: field.key }, at(index, 'key'))]),
      ...((field.kind === 'list') === field.values.length > 0
        ? []
        : [refuse('schema-values', { field: nameOf(field) }, at(index, 'values'))]),
      ...(field.range && field.kind !== 'date'
        ? [refuse('schema-range', { field: nameOf(field) }, at(index, 'range'))]
        : []),
      ...(field.key === classificationKey && (field.kind !== 'list' || field.values.some(isMarked))
        ? [refuse('schema-classification', { field: nameOf(field) }, at(index, 'values'))]
        : []),
    ]),
  ];
}
