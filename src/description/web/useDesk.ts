/** An original at a typist's station: its entries as they are saved, and what he has typed since. */
import { useEffect, useState } from 'react';
import type { Problem } from '#/base/rules/refusal.ts';
import { problemOf } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';
import { entryRemove, entrySave } from '../rules/api/entries.ts';
import { asKept } from '../rules/value.ts';
import { type DeskShown, type Draft, draftOf, firstToType, lastValue, neighbour, type Slot, slotsOf } from './slots.ts';

export interface Desk {
  desk: DeskShown;
  slots: readonly Slot[];
  slot: Slot | undefined;
  draft: Draft;
  /** Keys of those with something that is not saved. */
  unsaved: ReadonlySet<string>;
  busy: boolean;
  problem: Problem | null;
  go: (key: string) => void;
  step: (by: 1 | -1) => void;
  type: (field: string, text: string) => void;
  leave: (field: string) => void;
  repeat: (field: string) => void;
  accept: (field: string) => void;
  /** Null when it was refused; the entry that comes next otherwise. */
  save: () => Promise<{ code: string; next: Slot | undefined } | null>;
  remove: () => Promise<string | null>;
}

/** Saved without asking the server for the whole again: each showing is entered in the ledger. */
export function useDesk(originalId: string, shown: DeskShown): Desk {
  const client = useClient();
  const [desk, setDesk] = useState(shown);
  // Fetched again it may say something else, such as that a difference is decided; what he typed since stays.
  useEffect(() => setDesk(shown), [shown]);
  const slots = slotsOf(desk);
  const [key, setKey] = useState(() => firstToType(slots)?.key ?? '');
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const { busy, problem, clear, attempt } = useAttempt();
  const slot = slots.find((one) => one.key === key);
  const draft = slot === undefined ? { texts: {}, sources: {} } : (drafts[key] ?? draftOf(slots, slot));

  const put = (next: Draft): void => setDrafts((all) => ({ ...all, [key]: next }));
  const go = (to: string): void => {
    setKey(to);
    clear();
  };
  const forget = (gone: string): void => setDrafts(({ [gone]: _gone, ...rest }) => rest);

  const save = async () => {
    // Nothing was typed yet: there is no entry to save.
    if (slot === undefined || (slot.entryId === null && drafts[key] === undefined)) return null;
    return attempt(async () => {
      const saved = await client.call(entrySave, {
        subject: originalId,
        input: inputOf(slot, draft),
        ...(slot.version > 0 && { version: slot.version }),
      });
      if (saved.state === 'pending') throw new Error('an entry never waits for approval');
      const next = withSaved(desk, slot, draft, saved.output);
      setDesk(next);
      forget(slot.key);
      const after = neighbour(slotsOf(next), saved.output.entryId, 1);
      setKey(after?.key ?? saved.output.entryId);
      return { code: saved.output.code, next: after };
    });
  };

  const remove = () =>
    attempt(async () => {
      if (slot === undefined || slot.entryId === null) throw new Error('no entry to remove');
      await client.call(entryRemove, { subject: slot.entryId, input: {} });
      const next = { ...desk, entries: desk.entries.filter(({ entryId }) => entryId !== slot.entryId) };
      setDesk(next);
      forget(slot.key);
      setKey(firstToType(slotsOf(next))?.key ?? '');
      return slot.code;
    });

  return {
    ...{ desk, slots, slot, draft, busy, problem, go, save, remove, ...editing(desk, slots, slot, draft, put) },
    unsaved: new Set(Object.keys(drafts)),
    step: (by) => {
      const to = neighbour(slots, key, by);
      if (to !== undefined) go(to.key);
    },
  };
}

/** What the keys of the form do to what stands in it. */
function editing(
  desk: DeskShown,
  slots: readonly Slot[],
  slot: Slot | undefined,
  { texts, sources }: Draft,
  put: (next: Draft) => void,
): Pick<Desk, 'type' | 'leave' | 'repeat' | 'accept'> {
  // What was accepted and then changed is typed.
  const type = (field: string, text: string): void => {
    const { [field]: _gone, ...others } = sources;
    if (text !== (texts[field] ?? '')) put({ texts: { ...texts, [field]: text }, sources: others });
  };
  return {
    type,
    leave: (field) => {
      const known = slot?.fields.find((one) => one.key === field);
      if (known === undefined || sources[field] !== undefined) return;
      type(field, asKept(known, texts[field] ?? ''));
    },
    repeat: (field) => {
      const last = slot && lastValue(slots, slot.key, field);
      if (last !== undefined) type(field, last);
    },
    accept: (field) => {
      const suggestion = desk.suggestions.find((one) => one.field === field);
      if (suggestion === undefined) return;
      put({ texts: { ...texts, [field]: suggestion.text }, sources: { ...sources, [field]: suggestion.box } });
    },
  };
}

interface Attempts {
  busy: boolean;
  problem: Problem | null;
  clear: () => void;
  /** Null when it was refused, or another is on its way. */
  attempt: <T>(run: () => Promise<T>) => Promise<T | null>;
}

/** One call at a time, and what the server said of the last. */
export function useAttempt(): Attempts {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async <T>(run: () => Promise<T>): Promise<T | null> => {
    if (busy) return null;
    setBusy(true);
    setProblem(null);
    try {
      return await run();
    } catch (error) {
      setProblem(problemOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, clear: () => setProblem(null), attempt };
}

const inputOf = ({ entryId, level, fields }: Slot, { texts, sources }: Draft) => ({
  ...{ entryId, level, code: null },
  values: fields.map((field) => ({
    ...{ field: field.key, text: asKept(field, texts[field.key] ?? ''), source: sources[field.key] ?? null },
  })),
});

interface SavedEntry extends Pick<DeskShown, 'nextCode' | 'lacks'> {
  entryId: string;
  code: string;
  version: number;
  compared: boolean;
}

/** The desk with this entry as it is now. */
function withSaved(desk: DeskShown, slot: Slot, { texts, sources }: Draft, saved: SavedEntry): DeskShown {
  const { entryId, code, version, compared, nextCode, lacks } = saved;
  const values = slot.fields.map((field) => ({
    ...{ field: field.key, text: asKept(field, texts[field.key] ?? '') },
    source: sources[field.key] ?? null,
  }));
  const entry = { entryId, code, version, compared, level: slot.level, fields: [...slot.fields], values };
  const others = desk.entries.filter((one) => one.entryId !== entryId);
  const at = desk.entries.findIndex((one) => one.entryId === entryId);
  const place = at >= 0 ? at : slot.level === 'volume' ? 0 : others.length;
  return { ...desk, nextCode, lacks, entries: others.toSpliced(place, 0, entry) };
}
