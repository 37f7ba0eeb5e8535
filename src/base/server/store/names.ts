import type { Db, Tx } from '../db.ts';

/** Names of persons by id. The register of persons is protection's; `app` hands its door in. */
export type NamesOf = (db: Db | Tx, ids: readonly (string | null)[]) => Promise<Map<string, string>>;

/** A person as answers name him, from what `NamesOf` found. */
export const personFrom =
  (known: ReadonlyMap<string, string>) =>
  (id: string): { id: string; name: string } => ({ id, name: known.get(id) ?? '' });
