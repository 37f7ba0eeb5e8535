/** Verifiers as anybody runs them on what was carried away: ours, and the independent ones where their tools are. */
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Verifiers } from './story.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');

/** The program of `npm run verify`. */
const ours = (args: readonly string[]): Promise<string> =>
  run(process.execPath, [join(root, 'src/app/verify.ts'), ...args]).then(({ stdout }) => stdout.trim());

/** Standard library of Python and, for signatures, the openssl command: which of them ran is said. */
async function python(tool: string, args: readonly string[], needs: readonly string[]): Promise<string> {
  const program = join(root, 'tools', tool);
  const missing = needs.filter((name) => !onPath(name));
  if (!existsSync(program) || missing.length > 0)
    return `△ 独立核验程序未运行 the independent verifier did not run: ${missing.join(', ') || tool}`;
  const { stdout } = await run('python3', [program, ...args]);
  return `✓ tools/${tool}: ${stdout.trim()}`;
}

const onPath = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, name)));

export const verifiersOf = (dataDir: string): Verifiers => ({
  async ledger(folder, checkpoint) {
    const held = join(dataDir, 'held-checkpoint.txt');
    writeFileSync(held, checkpoint);
    const args = [folder, '--checkpoint', held];
    return [await ours(args), await python('verify.py', args, ['python3', 'openssl'])].join('\n');
  },
  async package(folder, seal) {
    const args = [folder, '--seal', seal];
    return [await ours(args), await python('verify_bag.py', args, ['python3'])].join('\n');
  },
});
