import { useState } from 'react';
import type { OutputOf, PublicDecl, SentOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { problemOf } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';

/** Calls a public door from a form: busy while it runs, the refusal when there is one. */
export function useVisit<D extends PublicDecl>(decl: D) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (input: SentOf<D>): Promise<OutputOf<D> | null> => {
    setBusy(true);
    setProblem(null);
    try {
      return await client.visit(decl, input);
    } catch (error) {
      setProblem(problemOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, problem, clear: () => setProblem(null) };
}
