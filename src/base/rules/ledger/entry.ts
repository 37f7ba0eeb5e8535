/**
 * The ledger entry (docs/design/ledger-format.md, section 4): what may stand in a body and nothing
 * else. Clauses 2.8, 5.5, 5.6: who did what to which subject, when, at which terminal.
 */
export const suites = ['intl', 'gm'] as const;
export type Suite = (typeof suites)[number];

export const entryKinds = ['genesis', 'act', 'copy', 'view', 'late', 'refusal', 'bucket', 'outage'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Longest body in bytes. */
export const maxBody = 65_536;

export type BodyActor =
  | {
      kind: 'person';
      person: string;
      account: string;
      party: string;
      partyKind: string;
      roles: readonly string[];
      /** The session's record id, never its secret. */
      session: string;
      terminal: string | null;
      /** The terminal's folder watcher called for him. */
      via?: 'agent';
    }
  | { kind: 'system'; process: string; job: string | null; onBehalfOf: string | null }
  | { kind: 'none' };

/** Names of clear values that a body commits to. */
export const labels = ['input', 'before', 'after', 'reason', 'target'] as const;
export type Label = (typeof labels)[number];

export interface EntryBody {
  v: 1;
  id: string;
  recordedAt: string;
  occurredAt: string;
  act: string;
  kind: EntryKind;
  result: string;
  actor: BodyActor;
  subject: { type: string; id: string | null };
  input: string | null;
  before: string | null;
  after: string | null;
  approval?: { id: string; by: string; digest: string };
  late?: { by: string; formNumber: string; reason: string; scan: string };
  copy?: { bytes: number; digest: string; target: string };
  counts?: Record<string, number>;
  window?: { from: string; to: string };
  genesis?: { key: string; origin: string; suite: Suite };
}

/** Which clear values a body commits to, with their commitments (section 5). */
export function commitmentsOf(body: EntryBody): Partial<Record<Label, string>> {
  return {
    ...(body.input !== null && { input: body.input }),
    ...(body.before !== null && { before: body.before }),
    ...(body.after !== null && { after: body.after }),
    ...(body.late && { reason: body.late.reason }),
    ...(body.copy && { target: body.copy.target }),
  };
}

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const token = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const digest = /^[0-9a-f]{64}$/;
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/;

const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isToken = matches(token);
const isDigest = matches(digest);
export const isTime = matches(time);
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const isOneOf =
  (list: readonly string[]): Check =>
  (value) =>
    list.includes(value as string);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Exactly the members of `required`, and none but those of `optional` besides. */
function fits(value: unknown, required: Shape, optional: Shape = {}): boolean {
  if (!isRecord(value)) return false;
  for (const key in required) if (!Object.hasOwn(value, key)) return false;
  for (const key in value) {
    const check = Object.hasOwn(required, key) ? required[key] : Object.hasOwn(optional, key) ? optional[key] : null;
    if (!check?.(value[key])) return false;
  }
  return true;
}

const actors: Readonly<Record<string, Shape>> = {
  person: {
    kind: isText,
    person: isToken,
    account: isToken,
    party: isToken,
    partyKind: isToken,
    roles: (value) => Array.isArray(value) && value.length <= 32 && value.every(isToken),
    session: isToken,
    terminal: orNull(isToken),
  },
  system: { kind: isText, process: isToken, job: orNull(isToken), onBehalfOf: orNull(isToken) },
  none: { kind: isText },
};

const besides: Readonly<Record<string, Shape>> = { person: { via: (value) => value === 'agent' } };

const isActor: Check = (value) => {
  const kind = isRecord(value) ? value['kind'] : null;
  return typeof kind === 'string' && Object.hasOwn(actors, kind) && fits(value, actors[kind]!, besides[kind]);
};

const isCounts: Check = (value) => {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length >= 1 && keys.length <= 32 && keys.every((key) => isToken(key) && isCount(value[key]));
};

const isWindow: Check = (value) =>
  fits(value, { from: isTime, to: isTime }) &&
  (value as { from: string; to: string }).from <= (value as { to: string }).to;

const required: Shape = {
  v: (value) => value === 1,
  id: matches(uuid7),
  recordedAt: isTime,
  occurredAt: isTime,
  act: isToken,
  kind: isOneOf(entryKinds),
  result: isToken,
  actor: isActor,
  subject: (value) => fits(value, { type: isToken, id: orNull(isText) }),
  input: orNull(isDigest),
  before: orNull(isDigest),
  after: orNull(isDigest),
};

const optional: Shape = {
  approval: (value) => fits(value, { id: isToken, by: isToken, digest: isDigest }),
  late: (value) => fits(value, { by: isToken, formNumber: isText, reason: isDigest, scan: isDigest }),
  copy: (value) => fits(value, { bytes: isCount, digest: isDigest, target: isDigest }),
  counts: isCounts,
  window: isWindow,
  genesis: (value) => fits(value, { key: isText, origin: isText, suite: isOneOf(suites) }),
};

const isCounted = (kind: EntryKind): boolean => kind === 'bucket' || kind === 'outage';

/** Whether a parsed value is an entry body by section 4; the canonical form is checked apart. */
export function isEntryBody(value: unknown): value is EntryBody {
  if (!fits(value, required, optional)) return false;
  const body = value as EntryBody;
  const { kind } = body;
  return (
    body.occurredAt <= body.recordedAt &&
    (isCounted(kind) || (body.result === 'ok') === (kind !== 'refusal')) &&
    (body.late !== undefined) === (kind === 'late') &&
    (body.copy !== undefined) === (kind === 'copy') &&
    (body.genesis !== undefined) === (kind === 'genesis') &&
    (body.window !== undefined) === isCounted(kind) &&
    (body.counts !== undefined || !isCounted(kind))
  );
}
