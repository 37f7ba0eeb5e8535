/** `npm run verify -- <export> [--checkpoint <file>]… [--key <vkey or file>]… [--require-witness]`, or `-- <package> [--seal <digest>]` */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyCodes } from '#/base/rules/ledger/verdict.ts';
import { parseVerifierKey, type VerifierKey } from '#/base/server/ledger/suite.ts';
import { verifyPackage } from './verify-package.ts';
import { type Verdict, verifyExport } from '#/base/server/ledger/verify.ts';

const usage = `用法 / usage:
  npm run verify -- <导出目录 export folder> [--checkpoint <文件 file>]… [--key <公钥或文件 vkey or file>]… [--require-witness]

  npm run verify -- <信息包目录 package folder> [--seal <封印 digest>]

  --checkpoint  您在离机持有的校验点(值班日志二维码、光盘、外部存证机)
                a checkpoint that you hold outside: duty-log page, disc, witness machine
  --key         您信任的日志或存证公钥 / a verifier key of the log or of a witness that you trust
退出码 / exit codes: 0 与离机校验点相符 verified · 1 未通过 failed · 2 用法错误 usage · 3 仅内部一致 consistent in itself only`;

class Usage extends Error {}

/** A key given as text, or as a file of `[log|witness] <vkey>` lines. */
function readKeys(value: string): VerifierKey[] {
  const lines = existsSync(value)
    ? readFileSync(value, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [value];
  return lines.map((line) => {
    const key = parseVerifierKey(line.replace(/^(log|witness) /, ''));
    if (!key) throw new Usage(`不是公钥 / not a verifier key: ${line}`);
    return key;
  });
}

function readArguments(): {
  dir: string;
  checkpoints: string[];
  keys: VerifierKey[];
  requireWitness: boolean;
  seal: string | null;
} {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        checkpoint: { type: 'string', multiple: true, default: [] },
        key: { type: 'string', multiple: true, default: [] },
        'require-witness': { type: 'boolean', default: false },
        seal: { type: 'string' },
      },
    });
    const [dir, ...more] = positionals;
    if (!dir || more.length > 0) throw new Usage('');
    if (!existsSync(dir)) throw new Usage(`没有此目录 / no such folder: ${dir}`);
    const keys = values.key.flatMap(readKeys);
    return {
      dir,
      checkpoints: values.checkpoint,
      keys,
      requireWitness: values['require-witness'],
      seal: values.seal ?? null,
    };
  } catch (error) {
    throw error instanceof Usage ? error : new Usage(error instanceof Error ? error.message : String(error));
  }
}

function describe(verdict: Verdict, milliseconds: number): string {
  const counts =
    `条目 entries ${verdict.entries} · 明文核对 openings ${verdict.openings} · ` +
    `校验点 checkpoints ${verdict.checkpoints} · 签名者 signers ${verdict.signers.join(', ') || '–'} · ${(milliseconds / 1000).toFixed(1)} s`;
  if (verdict.code !== null) {
    const { zh, en } = verifyCodes[verdict.code];
    const place = verdict.seq === null ? '' : `(第 ${verdict.seq} 条 / entry ${verdict.seq})`;
    return `✗ 未通过 FAILED [${verdict.code}]${place}\n  ${zh}\n  ${en}\n  ${counts}`;
  }
  if (verdict.exit === 3) {
    return (
      `△ 仅内部一致 consistent in itself only\n` +
      `  未提供离机校验点:持有密钥者若整体重写日志,此处看不出来。\n` +
      `  No outside checkpoint was given: a complete rewrite by a holder of the keys would not be seen.\n  ${counts}`
    );
  }
  return (
    `✓ 通过 verified: ${verdict.origin}\n` +
    `  前 ${verdict.outsideSize} 条与离机校验点一致,其后条目只由导出内的签名担保。\n` +
    `  The first ${verdict.outsideSize} entries agree with the outside checkpoint; later ones rest on the signatures inside.\n  ${counts}`
  );
}

try {
  const { dir, checkpoints, keys, requireWitness, seal } = readArguments();
  const begun = performance.now();
  if (existsSync(join(dir, 'bagit.txt'))) process.exitCode = await verifyPackage(dir, seal);
  else {
    const outside = checkpoints.map((path) => readFileSync(path));
    const verdict = verifyExport(dir, { outside, keys, requireWitness });
    console.log(describe(verdict, performance.now() - begun));
    process.exitCode = verdict.exit;
  }
} catch (error) {
  console.error(
    error instanceof Usage ? `${error.message}\n${usage}`.trim() : `无法读取 / cannot read: ${String(error)}`,
  );
  process.exitCode = 2;
}
