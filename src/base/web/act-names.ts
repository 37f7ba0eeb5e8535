import { createContext, useCallback, useContext } from 'react';
import type { Words } from '#/base/rules/declare.ts';
import { useWords } from './locale.tsx';

/** What the composed rooms call their acts. A record keeps an act's code; a person reads its name. */
export const ActNames = createContext<ReadonlyMap<string, Words>>(new Map());

/** Name of an act; its code where no room knows it any more. */
export function useActName(): (act: string) => string {
  const known = useContext(ActNames);
  const words = useWords();
  return useCallback(
    (act) => {
      const name = known.get(act);
      return name === undefined ? act : words(name);
    },
    [known, words],
  );
}
