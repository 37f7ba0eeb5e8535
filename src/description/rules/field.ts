/** Fields of a description schema (著录规则), as data: what is asked of an entry at each level (DA/T 18-2022). */
import { z } from 'zod';
import type { Words } from '#/base/rules/declare.ts';
import { line } from '#/base/rules/wire.ts';

/** 案卷级 · 文件级. */
export const levels = ['volume', 'item'] as const;
export type Level = (typeof levels)[number];

export const levelNames: Record<Level, Words> = {
  volume: { zh: '案卷级', en: 'Volume level' },
  item: { zh: '文件级', en: 'Item level' },
};

export const fieldKinds = ['text', 'longText', 'date', 'number', 'list', 'names'] as const;
export type FieldKind = (typeof fieldKinds)[number];

export const fieldKindNames: Record<FieldKind, Words> = {
  text: { zh: '文字', en: 'Text' },
  longText: { zh: '多行文字', en: 'Long text' },
  date: { zh: '日期', en: 'Date' },
  number: { zh: '数字', en: 'Number' },
  list: { zh: '选项', en: 'List' },
  names: { zh: '人名', en: 'Names' },
};

/** 必著 · 有则必著 · 选著. */
export const needs = ['must', 'present', 'may'] as const;
export type Need = (typeof needs)[number];

export const needNames: Record<Need, Words> = {
  must: { zh: '必著', en: 'Obligatory' },
  present: { zh: '有则必著', en: 'Where present' },
  may: { zh: '选著', en: 'Optional' },
};

export const mostCharacters = 4_000;

const fieldShape = z.strictObject({
  /** Its name in values and tables, for ever. */
  key: z.string().regex(/^[a-z][a-zA-Z0-9]{0,29}$/),
  zh: line(20),
  en: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .regex(/^[\x20-\x7e]+$/),
  kind: z.enum(fieldKinds),
  /** Most characters. */
  max: z.number().int().min(1).max(mostCharacters),
  need: z.enum(needs),
  /** What may be entered; only of a list. */
  values: z.array(line(50)).max(200),
  /** A date from one day to another (起止日期). */
  range: z.boolean(),
  /** A new entry begins with what the one before it has. */
  carry: z.boolean(),
  /** Typed by two persons and compared (双录). */
  double: z.boolean(),
});
export type Field = z.infer<typeof fieldShape>;

/** Fields of each level, in the order in which they are typed; a level without fields is not described. */
export const schemaShape = z.strictObject({
  volume: z.array(fieldShape).max(60),
  item: z.array(fieldShape).max(60),
});
export type Schema = z.infer<typeof schemaShape>;

export const fieldOf = (fields: readonly Field[], key: string): Field | undefined =>
  fields.find((field) => field.key === key);

export const nameOf = ({ zh, en }: Pick<Field, 'zh' | 'en'>): Words => ({ zh, en });

export const doubleFields = (fields: readonly Field[]): Field[] => fields.filter(({ double }) => double);
