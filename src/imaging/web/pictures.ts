/** The right to see the images of a unit, asked for once and renewed before it lapses: each asking is entered. */
import { useEffect, useMemo, useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { streamAddress } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';
import { pictureBytes, picturesOpen } from '../rules/api/pictures.ts';

/** Of a master or a derivative. `iiif`: where the service of this image begins (IIIF Image API 3.0). */
export type PictureAddress = (imageId: string, kind: 'thumb' | 'screen' | 'iiif') => string;

export type UnitImage = OutputOf<typeof picturesOpen>['images'][number];

export interface UnitPictures {
  address: PictureAddress;
  /** As they stood when the right was asked for. */
  images: readonly UnitImage[];
}

/** Null until the right is there. */
export const usePictures = (unitId: string | null): PictureAddress | null => useUnitPictures(unitId)?.address ?? null;

export function useUnitPictures(unitId: string | null): UnitPictures | null {
  const client = useClient();
  const [open, setOpen] = useState<OutputOf<typeof picturesOpen> | null>(null);
  useEffect(() => {
    if (unitId === null) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const opened = await client.read(picturesOpen, { subject: unitId, input: {} }, stop.signal);
        if (stop.signal.aborted) return;
        setOpen(opened);
        timer = setTimeout(() => void ask(), (opened.minutes - 2) * 60_000);
      } catch {
        // Refused (halted, no longer claimed) or lost: the page itself says why.
        if (!stop.signal.aborted) setOpen(null);
      }
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, unitId]);
  return useMemo(() => {
    if (open === null || open.unitId !== unitId) return null;
    const stream = streamAddress(pictureBytes, open.grant);
    const address: PictureAddress = (imageId, kind) =>
      kind === 'iiif'
        ? new URL(stream.replace('*', imageId), location.href).href
        : stream.replace('*', `${imageId}/${kind}.jpg`);
    return { address, images: open.images };
  }, [open, unitId]);
}
