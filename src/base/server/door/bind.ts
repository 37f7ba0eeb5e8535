import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { ActDecl, AnyDecl, CopyDecl, PublicDecl, StreamDecl, ViewDecl } from '#/base/rules/declare.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { ActBinding, Prepared } from './act.ts';
import type { PublicBinding } from './public.ts';
import type { ViewBinding } from './view.ts';

export interface StreamCall {
  actor: PersonActor;
  /** What the grant was issued for. */
  subjectId: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface StreamBinding {
  decl: StreamDecl;
  run(call: StreamCall): Promise<Refusal | undefined>;
}

/** A declaration with the code behind it; the door serves nothing else. */
export type Binding =
  | { kind: 'act'; binding: ActBinding }
  | { kind: 'view'; binding: ViewBinding }
  | { kind: 'public'; binding: PublicBinding }
  | { kind: 'stream'; binding: StreamBinding };

// Bindings of different declarations live in one list, so each forgets its own types here; the
// door validates input by the same declaration before it calls.
export function bindAct<D extends ActDecl | CopyDecl, P extends Prepared = Prepared>(
  decl: D,
  body: Omit<ActBinding<D, P>, 'decl'>,
): Binding {
  return { kind: 'act', binding: { decl, ...body } as unknown as ActBinding };
}

export function bindView<D extends ViewDecl>(decl: D, run: ViewBinding<D>['run']): Binding {
  return { kind: 'view', binding: { decl, run } as unknown as ViewBinding };
}

export function bindPublic<D extends PublicDecl>(decl: D, run: PublicBinding<D>['run']): Binding {
  return { kind: 'public', binding: { decl, run } as unknown as PublicBinding };
}

export const bindStream = (decl: StreamDecl, run: StreamBinding['run']): Binding => ({
  kind: 'stream',
  binding: { decl, run },
});

/** Refuses to start when a declaration has no code, or code has no declaration, or two share a name. */
export function assertComplete(declared: readonly AnyDecl[], bindings: readonly Binding[]): void {
  const names = declared.map((decl) => decl.name);
  const bound = bindings.map(({ binding }) => binding.decl.name);
  const problems = [
    ...names.filter((name) => !bound.includes(name)).map((name) => `declared but not bound: ${name}`),
    ...bound.filter((name) => !names.includes(name)).map((name) => `bound but not declared: ${name}`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `declared twice: ${name}`),
    ...bound.filter((name, index) => bound.indexOf(name) !== index).map((name) => `bound twice: ${name}`),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
