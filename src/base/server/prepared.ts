import { sql } from 'kysely';
import pg from 'pg';

/**
 * A statement that begins with `/* prepared: <name> *\/`, or has it behind its first word, is parsed and planned once
 * a connection. For the few that run with every request or act; any other text would fill the server's memory with
 * plans.
 */
const mark = /^\s*(?:[a-z]+\s+)?\/\* prepared: ([a-z-]+) \*\//;

/** The mark of a statement that Kysely builds, for `modifyFront`: its text must always be the same. */
export const prepared = (name: string) => sql.raw(`/* prepared: ${name} */`);

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** Kysely has no names for statements, so the client gives them. */
export class PreparingClient extends pg.Client {
  override query = ((...args: unknown[]) => {
    const [text, values, ...rest] = args;
    const name = typeof text === 'string' && Array.isArray(values) ? mark.exec(text)?.[1] : undefined;
    const query = pg.Client.prototype.query as unknown as Query;
    return name === undefined ? query.apply(this, args) : query.call(this, { name, text, values }, ...rest);
  }) as unknown as pg.Client['query'];
}
