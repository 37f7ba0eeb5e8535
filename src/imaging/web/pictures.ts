/** The right to see the images of a unit, asked for once and renewed before it lapses: each asking is entered. */
import { useEffect, useState } from 'react';
import { streamAddress } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';
import { pictureBytes, picturesOpen } from '../rules/api/pictures.ts';

/** Of a master or a derivative. `iiif`: where the service of this image begins (IIIF Image API 3.0). */
export type PictureAddress = (imageId: string, kind: 'thumb' | 'screen' | 'iiif') => string;

/** Null until the right is there. */
export function usePictures(unitId: string | null): PictureAddress | null {
  const client = useClient();
  const [open, setOpen] = useState<{ unitId: string; grant: string } | null>(null);
  useEffect(() => {
    if (unitId === null) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const { grant, minutes } = await client.read(picturesOpen, { subject: unitId, input: {} }, stop.signal);
        if (stop.signal.aborted) return;
        setOpen({ unitId, grant });
        timer = setTimeout(() => void ask(), (minutes - 2) * 60_000);
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
  if (open === null || open.unitId !== unitId) return null;
  const address = streamAddress(pictureBytes, open.grant);
  return (imageId, kind) =>
    kind === 'iiif'
      ? new URL(address.replace('*', imageId), location.href).href
      : address.replace('*', `${imageId}/${kind}.jpg`);
}
