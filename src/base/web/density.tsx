import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { remember, remembered } from './preferences.ts';
import type { Density } from './theme.ts';

interface DensityState {
  density: Density;
  setDensity: (density: Density) => void;
}

const DensityContext = createContext<DensityState | null>(null);

/** Comfortable unless this browser was switched: a person's choice, kept like the language. */
export function DensityProvider({ children }: { children: ReactNode }) {
  const [density, setState] = useState<Density>(() =>
    remembered('density') === 'compact' ? 'compact' : 'comfortable',
  );
  const setDensity = useCallback((next: Density) => {
    remember('density', next);
    setState(next);
  }, []);
  const value = useMemo(() => ({ density, setDensity }), [density, setDensity]);
  return <DensityContext value={value}>{children}</DensityContext>;
}

export function useDensity(): DensityState {
  const state = useContext(DensityContext);
  if (state === null) throw new Error('DensityProvider is missing');
  return state;
}
