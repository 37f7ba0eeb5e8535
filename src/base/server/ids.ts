import { v7 } from 'uuid';

/** A new UUIDv7: rises with time, so that indexes grow at one end. */
export const newId = (): string => v7();
