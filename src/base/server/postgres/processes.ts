import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** One process of this boot; a pid alone is reused. */
export interface Identity {
  pid: number;
  /** Clock ticks between boot and the start of the process. */
  started: string;
  boot: string;
}

interface Stat {
  state: string;
  parent: number;
  started: string;
}

function stat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets: count fields after its last bracket.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? 'X', parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** Still running; a zombie that nobody has reaped yet is not. */
export function isLiving(pid: number): boolean {
  const now = stat(pid);
  return now !== null && now.state !== 'Z' && now.state !== 'X';
}

/** Takes up a pid in the process table, be it as a zombie: `kill(pid, 0)` would succeed. */
export const isTaken = (pid: number): boolean => stat(pid) !== null;

export function identify(pid: number): Identity | null {
  const now = stat(pid);
  if (now === null || now.state === 'Z') return null;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return { pid, started: now.started, boot };
}

/** True when exactly this process, and not a later one with its number, is running. */
export function isSame(one: Identity): boolean {
  const now = identify(one.pid);
  return now !== null && now.started === one.started && now.boot === one.boot;
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function runsPostgres(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
      .replace(/ \(deleted\)$/, '')
      .endsWith('/postgres');
  } catch {
    return false;
  }
}

/** Living processes of the cluster in `folder`: the postmaster and its backends all work there. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresOf(pid, folder));
}

/** True when `pid` is a living process of the cluster in `folder`; a person's shell there is none. */
export const isPostgresOf = (pid: number, folder: string): boolean =>
  workingFolder(pid) === folder && isLiving(pid) && runsPostgres(pid);
