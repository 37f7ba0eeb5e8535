/** TanStack Query bound to the declarations: `useView`, `usePages`, `useAct`. */
import {
  QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type QueryKey,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { OutputOf, SentOf, ViewDecl, WriteDecl } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { App } from './antd.ts';
import { problemOf, type Client, type KeptRequest, type Outcome, type ReadArgs, type WriteArgs } from './client.ts';
import { useStrings } from './locale.tsx';
import type { ListView, RowOf } from './room.ts';
import { strings } from './strings.ts';
import { useSiteTime } from './TimeText.tsx';

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('ClientContext is missing');
  return client;
}

/**
 * Most views are entered in the ledger, so nothing is fetched again behind a person's back: not on
 * focus, not on reconnect, not after an error.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The client's own error is shown; a browser that believes itself offline still reaches the LAN.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });

const keyOf = (decl: ViewDecl, subject: string | null | undefined, input: unknown): QueryKey => [
  'view',
  decl.name,
  subject ?? null,
  input ?? null,
];

export type ViewResult<D extends ViewDecl> = UseQueryResult<OutputOf<D>> & {
  /** What to show instead of data. */
  problem: Problem | null;
};

export interface ViewOptions {
  enabled?: boolean;
  /** Milliseconds between refetches: quiet views only. */
  every?: number;
}

export function useView<D extends ViewDecl>(decl: D, args: ReadArgs<D>, options: ViewOptions = {}): ViewResult<D> {
  const client = useClient();
  const result = useQuery({
    queryKey: keyOf(decl, args.subject, args.input),
    queryFn: ({ signal }) => client.read(decl, args, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
  });
  return { ...result, problem: result.error === null ? null : problemOf(result.error) };
}

export interface Pages<Row> {
  rows: readonly Row[];
  problem: Problem | null;
  loading: boolean;
  loadingMore: boolean;
  /** Null on the last page. */
  more: (() => void) | null;
  refresh: () => void;
}

/** A keyset list: pages are appended; `refresh` begins again at the first. */
export function usePages<D extends ListView>(
  decl: D,
  args: { subject?: string | null; input: SentOf<D> },
  options: { enabled?: boolean } = {},
): Pages<RowOf<D>> {
  const client = useClient();
  const queries = useQueryClient();
  const { subject = null, input } = args;
  const queryKey = useMemo(() => ['pages', decl.name, subject, input], [decl.name, subject, input]);
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => {
      const sent = pageParam === null ? input : { ...(input as object), cursor: pageParam };
      return client.read(decl, { subject, input: sent } as ReadArgs<D>, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as { next: string | null }).next,
    enabled: options.enabled ?? true,
  });
  const rows = useMemo(
    () => (result.data?.pages ?? []).flatMap((page) => (page as { items: RowOf<D>[] }).items),
    [result.data],
  );
  const refresh = useCallback(() => void queries.resetQueries({ queryKey }), [queries, queryKey]);
  return {
    rows,
    problem: result.error === null ? null : problemOf(result.error),
    loading: result.isFetching && !result.isFetchingNextPage,
    loadingMore: result.isFetchingNextPage,
    more: result.hasNextPage ? () => void result.fetchNextPage() : null,
    refresh,
  };
}

/** What shows one of these views is read anew: something behind it went on by itself. */
export function useReread(): (...decls: readonly ViewDecl[]) => void {
  const queries = useQueryClient();
  return useCallback(
    (...decls) => {
      for (const { name } of decls)
        for (const kind of ['view', 'pages']) void queries.invalidateQueries({ queryKey: [kind, name] });
    },
    [queries],
  );
}

interface Runner<A, O> {
  /** Null when it was refused: `problem` says why. */
  run: (args: A) => Promise<Outcome<O> | null>;
  busy: boolean;
  problem: Problem | null;
  clear: () => void;
}
export type ActHandle<D extends WriteDecl> = Runner<WriteArgs<D>, OutputOf<D>>;

/**
 * The same submit repeated keeps its idempotency key until it succeeds, so a second click after a
 * lost answer cannot do it twice. Afterwards every list and view on screen is fetched again; a
 * request that now waits for a second person is announced.
 */
function useRunner<A, O>(send: (args: A, key: string) => Promise<Outcome<O>>): Runner<A, O> {
  const queries = useQueryClient();
  const { notification } = App.useApp();
  const s = useStrings(strings);
  const time = useSiteTime();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = useRef<{ text: string; key: string } | null>(null);

  const run = async (args: A): Promise<Outcome<O> | null> => {
    const text = JSON.stringify(args);
    if (attempt.current?.text !== text) attempt.current = { text, key: crypto.randomUUID() };
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await send(args, attempt.current.key);
      attempt.current = null;
      if (outcome.state === 'pending') {
        const description = s.pending.body(time(outcome.approval.expiresAt));
        notification.info({ title: s.pending.title, description, duration: 10 });
      }
      await queries.invalidateQueries();
      return outcome;
    } catch (error) {
      setProblem(problemOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  const clear = useCallback(() => setProblem(null), []);
  return { run, busy, problem, clear };
}

/** Runs an act. */
export function useAct<D extends WriteDecl>(decl: D): ActHandle<D> {
  const client = useClient();
  return useRunner((args: WriteArgs<D>, key) => client.call(decl, args, key));
}

/** Carries out what a second person has approved. */
export function useCarryOut(): Runner<KeptRequest, unknown> {
  const client = useClient();
  return useRunner((kept: KeptRequest, key) => client.carryOut(kept, key));
}
