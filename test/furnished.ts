/** Sites that many files begin with: furnished once in a worker, by the doors, and copied for each file. */
import { Client } from '#/app/client.ts';
import { asOwner } from './owner.ts';
import { type LeftSite, openTestSite, type SiteOptions, type TestSite } from './site.ts';

interface Furnished {
  left: LeftSite;
  staff: object;
}

const kinds = new Map<string, Promise<Furnished>>();

/** A site of this kind with a database and a data folder of its own; everybody has signed in just now. */
export async function openFurnished<S extends object>(
  kind: string,
  furnish: (site: TestSite) => Promise<S>,
  options: SiteOptions = {},
): Promise<{ site: TestSite; staff: S }> {
  const made = kinds.get(kind) ?? make(furnish);
  kinds.set(kind, made);
  // What failed is not kept: the next file tries by itself.
  const { left, staff } = await made.catch((error: unknown) => {
    kinds.delete(kind);
    throw error;
  });
  const site = await openTestSite({ ...options, from: left });
  await asOwner(
    site,
    `update session set created_at = now(), last_seen_at = now(), proved_at = now(),
       expires_at = now() + (expires_at - created_at) where ended_at is null`,
  );
  return { site, staff: copyOf(staff, site.origin, new Map()) as S };
}

async function make(furnish: (site: TestSite) => Promise<object>): Promise<Furnished> {
  const site = await openTestSite();
  const staff = await furnish(site);
  return { staff, left: await site.leave() };
}

/** Everybody with what he carries, at a browser of his own; whoever stands at two places is one person still. */
function copyOf(value: unknown, origin: string, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = value instanceof Client ? new Client(origin) : Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  if (value instanceof Client) for (const [name, cookie] of value.cookies) (copy as Client).cookies.set(name, cookie);
  else for (const [key, inner] of Object.entries(value)) Reflect.set(copy, key, copyOf(inner, origin, copies));
  return copy;
}
