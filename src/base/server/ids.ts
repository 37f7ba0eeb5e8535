import { v7 } from 'uuid';

/** A new UUIDv7: rises with time, so that indexes grow at one end. */
export const newId = (): string => v7();

/** A clock may be set back by so much between an entry's time and its id. Milliseconds. */
export const idSlackMs = 60_000;

/** No id made at or after this instant (milliseconds since 1970), less the slack, is smaller. */
export const firstIdAt = (ms: number): string => {
  const hex = Math.max(0, ms - idSlackMs)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
