/**
 * The door: every act, copy, view, stream and public page is declared once, here, as data.
 *
 * From the declarations alone come the routes, the OpenAPI document, the permission screens, the
 * audit vocabulary and the clause-by-clause evidence. A room lists its own in `rules/api.ts`.
 */
import type { z } from 'zod';
import type { ClauseId } from './obligations.ts';
import type { Role, VendorRole } from './roles.ts';

export interface Words {
  zh: string;
  en: string;
}

/** Who may call it. `signedIn`: every signed-in person, for what concerns only himself. */
export type Callers = readonly Role[] | 'signedIn';

/** A second person who must agree before the act is carried out (双人审批). */
export interface ApprovalRule {
  /** The approver holds one of these roles and is another person than the requester. */
  roles: readonly Role[];
  /** Hours until an unanswered request, or an unused approval, lapses. */
  ttlHours: number;
}

interface Declared<N extends string, I extends z.ZodType, O extends z.ZodType> {
  /** `<room>.<noun>.<verb>`, also the route's last part. */
  name: N;
  label: Words;
  clauses: readonly ClauseId[];
  /** What it is done to: `account`, `checkpoint` … or `site` when there is no single subject. */
  subject: string;
  input: I;
  output: O;
}

/** A business write. Entered in the ledger in its own transaction, or not done at all. */
export interface ActDecl<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> extends Declared<N, I, O> {
  kind: 'act';
  roles: Callers;
  approval?: ApprovalRule;
  /** Asks for the second factor again when the last proof is older than five minutes. */
  stepUp?: boolean;
  /** May be entered late (补录), from a paper form, with a second person's approval. */
  late?: ApprovalRule;
  /** Open to a terminal's folder watcher as well, for the person who is signed in there. Closed without it. */
  agent?: true;
}

/** An act by which data leaves the system (2.8-4): denied by default, never a vendor's. */
export interface CopyDecl<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> extends Declared<N, I, O> {
  kind: 'copy';
  roles: readonly Exclude<Role, VendorRole>[];
  approval: ApprovalRule;
  stepUp?: boolean;
}

/** A recorded read: page opened, search, print, playback. */
export interface ViewDecl<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> extends Declared<N, I, O> {
  kind: 'view';
  roles: Callers;
  stepUp?: boolean;
  /**
   * `entry` (default): one ledger entry a call. `quiet`: the caller's own state (session, menu,
   * to-do counts), polled by the shell and of no interest to an inspector; the house test keeps
   * the list of quiet views closed.
   */
  record?: 'entry' | 'quiet';
}

/** Bytes that follow an act or a view: needs the unexpired grant which that one issued. */
export interface StreamDecl<N extends string = string> {
  kind: 'stream';
  name: N;
  label: Words;
  clauses: readonly ClauseId[];
  /** Name of the act or view that issues the grant. */
  grantedBy: string;
  /** `resume`: sent by the tus protocol 1.0, so that an interrupted sender goes on where it stopped. */
  direction: 'up' | 'down' | 'resume';
  /** What stands behind the grant names the part that is wanted: `/<grant>/a/b`. */
  tail?: boolean;
  /** As of an act. */
  agent?: true;
}

/** Open to a visitor who is not signed in: a closed list (page, login, ceremony, health …). */
export interface PublicDecl<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> extends Declared<N, I, O> {
  kind: 'public';
  method: 'GET' | 'POST';
}

export type WriteDecl = ActDecl | CopyDecl;
export type Callable = ActDecl | CopyDecl | ViewDecl;
export type AnyDecl = Callable | StreamDecl | PublicDecl;

export type InputOf<D> = D extends { input: infer I extends z.ZodType } ? z.output<I> : never;
/** What a caller sends: before defaults and transforms. */
export type SentOf<D> = D extends { input: infer I extends z.ZodType } ? z.input<I> : never;
export type OutputOf<D> = D extends { output: infer O extends z.ZodType } ? z.output<O> : never;

export const act = <const N extends string, I extends z.ZodType, O extends z.ZodType>(
  decl: Omit<ActDecl<N, I, O>, 'kind'>,
): ActDecl<N, I, O> => ({ ...decl, kind: 'act' });

export const copy = <const N extends string, I extends z.ZodType, O extends z.ZodType>(
  decl: Omit<CopyDecl<N, I, O>, 'kind'>,
): CopyDecl<N, I, O> => ({ ...decl, kind: 'copy' });

export const view = <const N extends string, I extends z.ZodType, O extends z.ZodType>(
  decl: Omit<ViewDecl<N, I, O>, 'kind'>,
): ViewDecl<N, I, O> => ({ ...decl, kind: 'view' });

export const stream = <const N extends string>(decl: Omit<StreamDecl<N>, 'kind'>): StreamDecl<N> => ({
  ...decl,
  kind: 'stream',
});

export const publicDoor = <const N extends string, I extends z.ZodType, O extends z.ZodType>(
  decl: Omit<PublicDecl<N, I, O>, 'kind'>,
): PublicDecl<N, I, O> => ({ ...decl, kind: 'public' });

const streamMethods = { up: 'PUT', down: 'GET', resume: 'PATCH' } as const;

/** Where a declaration is served; a stream that is resumed answers HEAD there, too. */
export function routeOf(decl: AnyDecl): { method: 'GET' | 'POST' | 'PUT' | 'PATCH'; path: string } {
  switch (decl.kind) {
    case 'act':
    case 'copy':
      return { method: 'POST', path: `/api/v1/acts/${decl.name}` };
    case 'view':
      return { method: 'GET', path: `/api/v1/views/${decl.name}` };
    case 'stream':
      return {
        method: streamMethods[decl.direction],
        path: `/api/v1/streams/${decl.name}/:grant${decl.tail === true ? '/*' : ''}`,
      };
    case 'public':
      return { method: decl.method, path: `/api/v1/public/${decl.name}` };
  }
}

const isDeclaration = (value: unknown): value is AnyDecl =>
  typeof value === 'object' && value !== null && 'kind' in value && 'name' in value && 'label' in value;

/** Whether a folder watcher may call it (5.5-2): nothing that does not say so itself. */
export const openToAgent = (decl: Callable | StreamDecl): boolean => 'agent' in decl && decl.agent;

/** All declarations that the given modules export. */
export function declarationsOf(...modules: readonly object[]): readonly AnyDecl[] {
  return modules.flatMap((module) => Object.values(module) as unknown[]).filter(isDeclaration);
}
