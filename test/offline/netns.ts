import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A machine without network interfaces (loopback only) and without a Node of its own. */
export interface OfflineMachine {
  /** Why it cannot be made here, or null. */
  refused: string | null;
  run(command: string[]): { status: number | null; output: string };
  spawn(command: string[]): ChildProcessWithoutNullStreams;
}

const isRoot = process.getuid?.() === 0;
const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const hidden = new Set(['node', 'nodejs', 'npm', 'npx', 'corepack']);

/** A folder of links to every command of the system but Node's. */
function toolsWithoutNode(scratch: string): string {
  const tools = join(scratch, 'tools');
  mkdirSync(tools);
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const name of readdirSync(folder)) {
      if (!hidden.has(name) && !existsSync(join(tools, name))) symlinkSync(join(folder, name), join(tools, name));
    }
  }
  return tools;
}

/** As root, the Node programs that a fixed path would still find are covered up too. */
function coverNode(): string {
  const found = folders
    .flatMap((folder) => [...hidden].map((name) => join(folder, name)))
    .filter((path) => existsSync(path));
  const files = [...new Set(found.map((path) => realpathSync(path)))];
  return isRoot ? files.map((path) => `mount --bind /dev/null '${path}';`).join(' ') : '';
}

export function offlineMachine(scratch: string): OfflineMachine {
  const env = { PATH: toolsWithoutNode(scratch), HOME: scratch, LANG: 'C.UTF-8' };
  const spaces = isRoot ? ['--net', '--mount'] : ['--user', '--map-current-user', '--keep-caps', '--net'];
  const wrap = (command: string[]): [string, string[]] => [
    'unshare',
    [...spaces, '--', 'sh', '-ec', `ip link set lo up; ${coverNode()} exec "$@"`, 'sh', ...command],
  ];
  const run = (command: string[]): { status: number | null; output: string } => {
    const [program, args] = wrap(command);
    const done = spawnSync(program, args, { env, cwd: '/', encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return { status: done.status, output: `${done.stdout}${done.stderr}${done.error?.message ?? ''}` };
  };
  const tried = run(['true']);
  return {
    refused: tried.status === 0 ? null : `unshare: ${tried.output.trim()}`,
    run,
    spawn(command) {
      const [program, args] = wrap(command);
      return spawn(program, args, { env, cwd: '/' });
    },
  };
}
