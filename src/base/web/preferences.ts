/**
 * What a person likes, remembered in this browser: language, density, columns. Never content: a
 * terminal is shared, and nothing of an archive may stay on it (4.4, 7.3).
 */
const prefix = 'shoucang.';

export function remembered(key: string): unknown {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    // Storage may be switched off by policy, or hold what an older version wrote: defaults then.
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // A preference that cannot be kept is no reason to stop work.
  }
}
