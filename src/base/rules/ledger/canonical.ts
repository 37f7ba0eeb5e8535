/**
 * Canonical JSON (docs/design/ledger-format.md, section 3): the one byte form of a ledger value.
 *
 * Integers and NFC strings only: what two languages could print in two ways has no place in a hash.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const maxDepth = 64;

/** Thrown for a value that has no canonical form; `reason` is stable. */
export class NotCanonical extends Error {
  readonly reason: 'number' | 'surrogate' | 'not-nfc' | 'type' | 'depth';
  constructor(reason: NotCanonical['reason']) {
    super(`no canonical form: ${reason}`);
    this.name = 'NotCanonical';
    this.reason = reason;
  }
}

const plainAscii = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (plainAscii.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new NotCanonical('surrogate');
  if (text.normalize('NFC') !== text) throw new NotCanonical('not-nfc');
  return JSON.stringify(text);
}

/**
 * Canonical text of a value. Members whose value is undefined are left out, as JSON does.
 * @throws NotCanonical for fractions, unsafe integers, lone surrogates, text that is not NFC, other types
 */
export function canonicalize(value: unknown, depth = 1): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotCanonical('number');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : nested(value, depth);
    default:
      throw new NotCanonical('type');
  }
}

function nested(value: object, depth: number): string {
  if (depth > maxDepth) throw new NotCanonical('depth');
  if (Array.isArray(value)) return `[${value.map((item) => canonicalize(item, depth + 1)).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical('type');
  const members = value as Record<string, unknown>;
  let text = '';
  // The default sort compares UTF-16 code units, which is what RFC 8785 asks for.
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quote(key)}:${canonicalize(member, depth + 1)}`;
  }
  return `{${text}}`;
}

/**
 * Whether a parsed value needs no second look beyond its text: safe integers, keys in order, not too
 * deep. JavaScript moves keys that look like numbers, so `false` here proves nothing.
 */
function isOrdered(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > maxDepth) return false;
  if (Array.isArray(value)) return value.every((item) => isOrdered(item, depth + 1));
  let last: string | null = null;
  for (const key in value) {
    if (last !== null && last >= key) return false;
    if (!isOrdered((value as Record<string, unknown>)[key], depth + 1)) return false;
    last = key;
  }
  return true;
}

/** The value of a canonical text, or undefined when the text is not canonical. */
export function parseCanonical(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    // The engine's own writer is three times as quick as ours and judges all but numbers, order and NFC.
    const plain = JSON.stringify(value) === text && !text.includes('\\ud') && text.normalize('NFC') === text;
    if (plain && isOrdered(value, 1)) return value;
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
