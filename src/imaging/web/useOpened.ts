/** What lies open at a desk: opened by its slip, and still there when the page is opened again. */
import { useState } from 'react';
import { useClient } from '#/base/web/query.tsx';
import type { Client } from '#/base/web/client.ts';
import { type Taken, useScans } from '#/custody/web/door.ts';

export type Begin = (client: Client, code: string) => Promise<{ taken: Taken; id: string }>;

/** `key`: under which this tab remembers it. */
export function useOpened(key: string, begin: Begin): { open: string | null; close: () => void } {
  const client = useClient();
  const [open, setOpen] = useState<string | null>(() => sessionStorage.getItem(key));
  useScans(true, async (code) => {
    const { taken, id } = await begin(client, code);
    sessionStorage.setItem(key, id);
    setOpen(id);
    return taken;
  });
  return {
    open,
    close: () => {
      sessionStorage.removeItem(key);
      setOpen(null);
    },
  };
}
