/** What is on the screen, and for how long: told to the server every few seconds and before a verdict (5.5-6). */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Client } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';
import { inspectionSee } from '../../rules/api/inspections.ts';

interface Look {
  pageMs: number;
  gridMs: number;
  passed: boolean;
}

const tellEvery = 4000;
const most = 500;

export interface Seen {
  /** A page is shown by itself from now on; null for none. */
  show: (masterId: string | null) => void;
  /** Images of the sheet that are in sight from now on. */
  showSheet: (masterIds: readonly string[]) => void;
  pass: (masterId: string) => void;
  /** Tells what has not been told; answers when the server has it. */
  tell: () => Promise<void>;
  /** Milliseconds since the page was opened here. */
  of: (masterId: string) => Look | undefined;
}

class Looks {
  readonly #client: Client;
  readonly #subject: string;
  readonly #all = new Map<string, Look>();
  #untold = new Map<string, Look>();
  #page: string | null = null;
  #sheet: readonly string[] = [];
  #since = performance.now();
  #telling: Promise<void> = Promise.resolve();

  constructor(client: Client, subject: string) {
    this.#client = client;
    this.#subject = subject;
  }

  /** Time that has passed is counted, when somebody can have seen it. */
  count(): void {
    const now = performance.now();
    // A machine that slept, or a page behind another, shows nothing.
    const passed = document.visibilityState === 'visible' ? Math.min(now - this.#since, 60_000) : 0;
    this.#since = now;
    if (passed <= 0) return;
    if (this.#page !== null) this.#add(this.#page, { pageMs: passed, gridMs: 0, passed: false });
    for (const masterId of this.#sheet) this.#add(masterId, { pageMs: 0, gridMs: passed, passed: false });
  }

  show(masterId: string | null): void {
    this.count();
    this.#page = masterId;
  }

  showSheet(masterIds: readonly string[]): void {
    this.count();
    this.#sheet = masterIds;
  }

  pass(masterId: string): void {
    this.#add(masterId, { pageMs: 0, gridMs: 0, passed: true });
  }

  of(masterId: string): Look | undefined {
    return this.#all.get(masterId);
  }

  #add(masterId: string, { pageMs, gridMs, passed }: Look): void {
    for (const looks of [this.#all, this.#untold]) {
      const before = looks.get(masterId) ?? { pageMs: 0, gridMs: 0, passed: false };
      looks.set(masterId, {
        ...{ pageMs: before.pageMs + pageMs, gridMs: before.gridMs + gridMs },
        passed: before.passed || passed,
      });
    }
  }

  tell(): Promise<void> {
    this.count();
    this.#telling = this.#telling.catch(() => undefined).then(() => this.#send());
    return this.#telling;
  }

  async #send(): Promise<void> {
    while (this.#untold.size > 0) {
      const batch = [...this.#untold].slice(0, most);
      for (const [masterId] of batch) this.#untold.delete(masterId);
      const pages = batch.map(([masterId, { pageMs, gridMs, passed }]) => ({
        ...{ masterId, passed, pageMs: Math.floor(pageMs), gridMs: Math.floor(gridMs) },
      }));
      try {
        await this.#client.call(inspectionSee, { subject: this.#subject, input: { pages } });
      } catch (error) {
        // It is told with the next: nothing that was looked at is lost.
        for (const [masterId, look] of batch) this.#restore(masterId, look);
        throw error;
      }
    }
  }

  #restore(masterId: string, look: Look): void {
    const later = this.#untold.get(masterId) ?? { pageMs: 0, gridMs: 0, passed: false };
    this.#untold.set(masterId, {
      ...{ pageMs: later.pageMs + look.pageMs, gridMs: later.gridMs + look.gridMs },
      passed: later.passed || look.passed,
    });
  }
}

export function useSeen(inspectionId: string): Seen {
  const client = useClient();
  const looks = useRef<Looks | null>(null);
  looks.current ??= new Looks(client, inspectionId);
  useEffect(() => {
    const own = looks.current;
    const tell = (): void => void own?.tell().catch(() => undefined);
    const timer = setInterval(tell, tellEvery);
    const hidden = (): void => own?.count();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
      tell();
    };
  }, []);
  const show = useCallback((masterId: string | null) => looks.current?.show(masterId), []);
  const showSheet = useCallback((ids: readonly string[]) => looks.current?.showSheet(ids), []);
  const pass = useCallback((masterId: string) => looks.current?.pass(masterId), []);
  const tell = useCallback(() => looks.current?.tell() ?? Promise.resolve(), []);
  const of = useCallback((masterId: string) => looks.current?.of(masterId), []);
  return useMemo(() => ({ show, showSheet, pass, tell, of }), [show, showSheet, pass, tell, of]);
}
