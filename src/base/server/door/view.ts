import { ledgerOut } from '#/base/rules/ledger/trouble.ts';
import type { InputOf, OutputOf, ViewDecl } from '#/base/rules/declare.ts';
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '../db.ts';
import { appendEntry } from '../ledger/append.ts';
import { ledgerActor } from './ledger-actor.ts';
import type { Call, Deps } from './ports.ts';
import { recordRefusal } from './refusals.ts';

export type ViewCall<D extends ViewDecl> = Call<InputOf<D>> & { decl: D };

export interface ViewBinding<D extends ViewDecl = ViewDecl> {
  decl: D;
  run(tx: Tx, call: ViewCall<D>): Promise<OutputOf<D> | Refusal>;
}

export type ViewAnswer = { output: unknown } | Refusal;

/**
 * A recorded read: what was read, by whom and when is entered in the transaction that reads, and
 * nothing is answered when the entry cannot be written (5.5-6).
 */
export async function view<D extends ViewDecl>(
  deps: Deps,
  binding: ViewBinding<D>,
  call: ViewCall<D>,
): Promise<ViewAnswer> {
  const quiet = call.decl.record === 'quiet';
  const trouble = deps.gate.trouble();
  if (!quiet && trouble !== null) return recordRefusal(deps, call, ledgerOut(trouble));
  const refused = deps.policy.permit(call);
  if (refused) return recordRefusal(deps, call, refused);
  const answer = await deps.db.transaction().execute(async (tx) => {
    const output = await binding.run(tx, call);
    if (isRefusal(output)) return output;
    if (!quiet) {
      await appendEntry(tx, {
        act: call.decl.name,
        kind: 'view',
        result: 'ok',
        actor: ledgerActor(call.actor),
        subject: { type: call.decl.subject, id: call.subject },
        input: call.asked.input,
      });
    }
    return { output: call.decl.output.parse(output) };
  });
  return isRefusal(answer) ? recordRefusal(deps, call, answer) : answer;
}
