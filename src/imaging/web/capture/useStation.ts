/** The station as a page sees it: what lies open, the folder that is watched, what is being sent. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useClient, useView } from '#/base/web/query.tsx';
import { captureShow } from '../../rules/api/captures.ts';
import { type Directory, FolderWatch } from './folder.ts';
import { Sender, type Target, type Told } from './sender.ts';

export type Capture = NonNullable<OutputOf<typeof captureShow>['capture']>;
export type Slot = Capture['slots'][number];

/** While something moves, and while nothing does. */
const busyMs = 600;
const idleMs = 5000;
const watchMs = 700;

const nothing: Told = { sent: 0, waiting: 0, offline: false, problem: null, notes: [] };
const atEnd: Target = { aim: 'append', slotId: null };

export function useStation(folder: Directory | null) {
  const client = useClient();
  const queries = useQueryClient();
  const [told, setTold] = useState<Told>(nothing);
  const [target, setTarget] = useState<Target>(atEnd);
  const [moving, setMoving] = useState(false);
  const show = useView(captureShow, { input: {} }, { every: moving ? busyMs : idleMs });
  const capture = show.data?.capture ?? null;
  const captureId = capture?.id ?? null;
  const openedAt = capture?.openedAt ?? null;
  const sender = useRef<Sender | null>(null);

  useEffect(() => setMoving(told.waiting > 0 || (capture?.pending ?? 0) > 0), [told.waiting, capture?.pending]);

  useEffect(() => {
    if (captureId === null) return undefined;
    const own = new Sender(client, captureId, (now) => {
      setTold(now);
      void queries.invalidateQueries({ queryKey: ['view', captureShow.name] });
    });
    sender.current = own;
    return () => {
      own.stop();
      setTold(nothing);
      setTarget(atEnd);
    };
  }, [captureId, client, queries]);

  useEffect(() => {
    if (folder === null || captureId === null || openedAt === null) return undefined;
    const watch = new FolderWatch(folder, Date.parse(openedAt));
    let looking = false;
    const timer = setInterval(() => {
      if (looking) return;
      looking = true;
      watch
        .fresh()
        .then((files) => {
          if (files.length > 0) sender.current?.add(files);
        })
        // The folder is away (a drive that was pulled): it is looked for again.
        .catch(() => undefined)
        .finally(() => {
          looking = false;
        });
    }, watchMs);
    return () => clearInterval(timer);
  }, [folder, captureId, openedAt]);

  return useMemo(
    () => ({
      capture,
      problem: show.problem,
      loading: show.isPending,
      told,
      target,
      refresh: () => void show.refetch(),
      add: (files: FileList) => sender.current?.add([...files].map((file) => ({ name: file.name, file }))),
      again: () => sender.current?.again(),
      aim: (to: Target) => {
        setTarget(to);
        sender.current?.aim(to, setTarget);
      },
    }),
    [capture, show, told, target],
  );
}

export type Station = ReturnType<typeof useStation>;
