/** The law of imports (house.md) as pure functions, so that each can be shown refusing. */
import { posix } from 'node:path';
import { rooms } from '#/base/rules/obligations.ts';

export const parts = ['rules', 'forms', 'server', 'web'] as const;
type Part = (typeof parts)[number];

interface Place {
  room: string;
  part: Part | null;
  path: string;
}

/** Packages that rules and forms may import: pure, no Node and no DOM in their types. */
const pureImports = new Set(['zod', 'temporal-polyfill', 'chinese-days', 'opencc-js']);

const sees: Record<Part, readonly Part[]> = {
  rules: ['rules'],
  forms: ['rules', 'forms'],
  server: ['rules', 'forms', 'server'],
  web: ['rules', 'forms', 'web'],
};

const placeOf = (path: string): Place | null => {
  const [src, room, part] = path.split('/');
  if (src !== 'src' || room === undefined) return null;
  const known = parts.find((one) => one === part) ?? null;
  return { room, part: known, path };
};

const resolve = (from: string, specifier: string): string | null => {
  if (specifier.startsWith('#/')) return `src/${specifier.slice(2)}`;
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : null;
};

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const isDoor = (path: string): boolean => /\/(server|web)\/door\.tsx?$/.test(path);

/** The law that an import breaks, in words, or null. */
export function breach(from: string, specifier: string): string | null {
  const here = placeOf(from);
  if (!here) return null;
  const target = resolve(from, specifier);
  if (target === null) return refuseOutside(here, specifier);
  const there = placeOf(target);
  if (!there) return isTest(from) ? null : 'only tests import from outside src';
  if (there.room === 'app' || there.room === 'agent') {
    return here.room === there.room || isTest(from) ? null : 'law 4: nothing imports app or agent';
  }
  if (here.room === 'app') return null;
  if (here.room === 'agent') return there.part === 'rules' ? null : 'law 4: the agent sees only rules';
  return refuseRoom(here, there);
}

function refuseOutside(here: Place, specifier: string): string | null {
  if (isTest(here.path)) return null;
  // The program beside a scanner is as small as it looks: Node and our rules.
  if (here.room === 'agent') return specifier.startsWith('node:') ? null : 'law 4: the agent sees only rules';
  const pure = here.part === 'rules' || here.part === 'forms';
  if (!pure) return null;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return pureImports.has(name) ? null : `rules and forms may not import ${specifier}`;
}

function refuseRoom(here: Place, there: Place): string | null {
  const order = (room: string): number => (rooms as readonly string[]).indexOf(room);
  if (order(there.room) > order(here.room)) return 'law 1: a room imports itself and earlier rooms';
  if (here.part && there.part && !sees[here.part].includes(there.part)) {
    return `law 2: ${here.part} does not see ${there.part}`;
  }
  const inside = there.part === 'server' || there.part === 'web';
  const other = there.room !== here.room && there.room !== 'base';
  return inside && other && !isDoor(there.path)
    ? 'law 3: another room’s server or web is entered through its door'
    : null;
}

/** A file stands in a known room and part (law of layout). */
export function misplaced(path: string): string | null {
  const [src, room, part] = path.split('/');
  if (src !== 'src' || room === 'app' || room === 'agent') return null;
  if (!(rooms as readonly string[]).includes(room ?? '')) return `no such room: ${room}`;
  return (parts as readonly string[]).includes(part ?? '') ? null : `no such part: ${part}`;
}

export const maxLines = 400;
export const tooLong = (text: string): boolean => text.split('\n').length - 1 > maxLines;

/** Chinese in a page's code belongs into strings.ts, where its English twin stands beside it. */
export const untranslated = (path: string, text: string): boolean =>
  path.endsWith('.tsx') && /\p{Script=Han}/u.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''));

/** What stands in a list more than once. */
export const twice = <T>(list: readonly T[]): T[] => list.filter((one, index) => list.indexOf(one) < index);
