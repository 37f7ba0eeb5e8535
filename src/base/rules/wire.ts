/** Shapes that every room's declarations share on the wire. */
import { z } from 'zod';
import { roles } from './roles.ts';

/** UUIDv7 made by the app. */
export const id = z.uuid();
/** ISO 8601 with offset, milliseconds at most. */
export const instant = z.iso.datetime({ offset: true });
/** Business date YYYY-MM-DD in the site's zone. */
export const day = z.iso.date();
/** int8 as decimal text. */
export const int8 = z.string().regex(/^(0|[1-9]\d*)$/);
/** One line that a person typed: trimmed, NFC, no control characters. */
export const line = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(min)
    .max(max)
    // eslint-disable-next-line no-control-regex -- refusing control characters is the point
    .regex(/^[^\u0000-\u001f\u007f\ufffe\uffff]*$/u);
/** Several lines; tab and line feed allowed. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(min)
    .max(max)
    // eslint-disable-next-line no-control-regex -- refusing control characters is the point
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]*$/u);

/** A folder is called by it, and names of files have 255 bytes: four for a letter, and room for what is written beside. */
export const mostTargetLetters = 50;

/**
 * A value that must not be kept or logged: it is dropped from digests' clear side, from stored
 * answers and from errors.
 */
export const secret = <T extends z.ZodType>(type: T): T => type.meta({ secret: true });

export const role = z.enum(roles);
/** A label in both languages. */
export const words = z.object({ zh: z.string(), en: z.string() });
export const none = z.strictObject({});
export const person = z.object({ id, name: z.string() });
export const nullablePerson = person.nullable();

/** Keyset page: pass `next` back as `cursor`. */
export const page = { cursor: z.string().max(400).optional(), limit: z.number().int().min(1).max(200).default(50) };
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** A form as it was printed: its stored print, the page, and the hash that stands on the paper. */
export const printed = z.object({
  printId: id,
  html: z.string(),
  hash: z.string(),
  form: z.string(),
  version: z.number().int(),
});
