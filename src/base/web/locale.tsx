import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Words } from '#/base/rules/declare.ts';
import { remember, remembered } from './preferences.ts';

export type Language = 'zh' | 'en';

interface LanguageState {
  language: Language;
  setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);

/** Chinese unless this browser was switched to English. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(() => (remembered('language') === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const setLanguage = useCallback((next: Language) => {
    remember('language', next);
    setState(next);
  }, []);
  const value = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === null) throw new Error('LanguageProvider is missing');
  return state;
}

/** A room's labels in the language of the page: `const s = useStrings(strings)`. */
export function useStrings<S>(strings: Record<Language, S>): S {
  return strings[useLanguage().language];
}

/** Picks from a label declared as data. */
export function useWords(): (words: Words) => string {
  const { language } = useLanguage();
  return useCallback((words: Words) => words[language], [language]);
}

/** Several things in a row, as the language writes them. */
export function useListing(): (things: readonly string[]) => string {
  const { language } = useLanguage();
  return (things) => things.join(language === 'zh' ? '、' : ', ');
}
