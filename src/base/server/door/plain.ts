import type { z } from 'zod';

/**
 * A business value made plain for the ledger (ledger-format.md, section 5): dates to ISO 8601, big
 * integers and fractions to decimal strings, bytes to hexadecimal, strings to NFC, no undefined.
 */
export function plain(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value.normalize('NFC') : value.toWellFormed().normalize('NFC');
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isSafeInteger(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      return plainObject(value);
    default:
      return null;
  }
}

function plainObject(value: object | null): unknown {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) result[key.normalize('NFC')] = plain(member);
  }
  return result;
}

interface SchemaParts {
  type?: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
}

const isSecret = (schema: z.ZodType): boolean => schema.meta()?.['secret'] === true;

/**
 * The value without what its schema marks secret (passwords, seeds, one-time codes): the only form
 * that may be stored, hashed into the ledger or shown to an approver.
 */
export function withoutSecrets(schema: z.ZodType, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const def = schema.def as unknown as SchemaParts;
  if (def.innerType) return withoutSecrets(def.innerType, value);
  if (Array.isArray(value)) {
    const element = def.element;
    return element ? value.map((item: unknown) => withoutSecrets(element, item)) : value;
  }
  if (!def.shape) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const field = def.shape[key];
    if (field && isSecretDeep(field)) continue;
    result[key] = field ? withoutSecrets(field, member) : member;
  }
  return result;
}

function isSecretDeep(schema: z.ZodType): boolean {
  if (isSecret(schema)) return true;
  const inner = (schema.def as unknown as SchemaParts).innerType;
  return inner ? isSecretDeep(inner) : false;
}

/** True when any part of the schema is secret: such acts cannot wait for an approval. */
export function hasSecrets(schema: z.ZodType): boolean {
  if (isSecret(schema)) return true;
  const def = schema.def as unknown as SchemaParts;
  if (def.innerType) return hasSecrets(def.innerType);
  if (def.element) return hasSecrets(def.element);
  return def.shape ? Object.values(def.shape).some(hasSecrets) : false;
}
