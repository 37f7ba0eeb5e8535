import type { PersonActor } from '#/base/rules/actor.ts';
import type { AnyDecl, Callable } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { type Role, roles } from '#/base/rules/roles.ts';
import { passwordPolicy } from './password.ts';
import { proofIsFresh } from './sessions.ts';

/** What a person with an outdated password may still do. */
const whileExpired = new Set([
  'protection.session.current',
  'protection.session.signOut',
  'protection.session.stepUp',
  'protection.session.stepUpOptions',
  'protection.password.change',
]);

/** 5.5-1: deny by default. True when one of the roles is named in the declaration. */
export const roleMay = (decl: Callable, held: readonly Role[]): boolean =>
  decl.roles === 'signedIn' || held.some((role) => (decl.roles as readonly Role[]).includes(role));

/** The permission decision: role, age of the password, freshness of the proof. `now` in ms since 1970. */
export function decide(decl: Callable, actor: PersonActor, now: number): Refusal | null {
  if (!roleMay(decl, actor.roles)) return refuse('not-permitted', { label: decl.label.zh });
  if (actor.mustChangePassword && !whileExpired.has(decl.name)) {
    return refuse('password-expired', { days: passwordPolicy.maxAgeDays });
  }
  return decl.stepUp && !proofIsFresh(actor.provedAt, now) ? refuse('step-up-required') : null;
}

export type Cell = '' | 'does' | 'approves' | 'both';

/** The permission matrix, one row a declaration: printed, signed, and tested cell by cell. */
export function matrixRows(declared: readonly AnyDecl[]) {
  return declared
    .filter((decl): decl is Callable => decl.kind === 'act' || decl.kind === 'copy' || decl.kind === 'view')
    .map((decl) => ({
      name: decl.name,
      kind: decl.kind,
      label: decl.label,
      clauses: [...decl.clauses],
      cells: roles.map((role) => cellOf(decl, role)),
    }));
}

function cellOf(decl: Callable, role: Role): Cell {
  const does = decl.roles === 'signedIn' || (decl.roles as readonly Role[]).includes(role);
  const rule = decl.kind === 'view' ? undefined : (decl.approval ?? (decl.kind === 'act' ? decl.late : undefined));
  const approves = rule?.roles.includes(role) ?? false;
  if (does && approves) return 'both';
  return does ? 'does' : approves ? 'approves' : '';
}
