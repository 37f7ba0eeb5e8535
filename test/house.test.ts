/** The repository holds to its own laws; each law is also shown refusing a planted breach. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { obligations } from '#/base/rules/obligations.ts';
import { declared } from '#/app/compose.ts';
import { hasSecrets } from '#/base/server/door/plain.ts';
import { upkeepTables } from '#/base/rules/upkeep.ts';
import { isVendorRole } from '#/base/rules/roles.ts';
import { clauseReport } from '#/app/clauses/report.ts';
import { breach, misplaced, tooLong, twice, untranslated } from './house/laws.ts';
import { importsOf, readSources, root } from './house/sources.ts';

const sources = readSources();

describe('law of imports', () => {
  test('every import obeys it', () => {
    const breaches = sources.flatMap((source) =>
      importsOf(source)
        .map((specifier) => ({ specifier, law: breach(source.path, specifier) }))
        .filter(({ law }) => law !== null)
        .map(({ specifier, law }) => `${source.path} → ${specifier}: ${law}`),
    );
    expect(breaches).toEqual([]);
  });

  test.each([
    ['src/base/rules/x.ts', '#/protection/rules/api.ts', 'law 1'],
    ['src/premises/server/x.ts', '#/custody/server/door.ts', 'law 1'],
    ['src/protection/rules/x.ts', '../forms/x.ts', 'law 2'],
    ['src/protection/server/x.ts', '../web/Page.tsx', 'law 2'],
    ['src/protection/web/Page.tsx', '#/base/server/db.ts', 'law 2'],
    ['src/premises/server/x.ts', '#/protection/server/keyring.ts', 'law 3'],
    ['src/protection/server/x.ts', '#/app/compose.ts', 'law 4'],
    ['src/agent/main.ts', '#/base/server/db.ts', 'law 4'],
    ['src/agent/main.ts', '#/imaging/web/capture/sender.ts', 'law 4'],
    ['src/agent/main.ts', '#/app/client.ts', 'law 4'],
    ['src/agent/main.ts', 'undici', 'law 4'],
    ['src/app/start.ts', '#/agent/main.ts', 'law 4'],
    ['src/base/rules/x.ts', 'node:fs', 'rules and forms may not'],
    ['src/base/forms/x.ts', 'kysely', 'rules and forms may not'],
  ])('refuses %s importing %s', (from, specifier, law) => {
    expect(breach(from, specifier)).toContain(law);
  });

  test.each([
    ['src/protection/server/x.ts', '#/base/server/db.ts'],
    ['src/premises/server/x.ts', '#/protection/server/door.ts'],
    ['src/app/api.ts', '#/protection/server/door.ts'],
    ['src/premises/rules/x.ts', 'zod'],
    ['src/agent/main.ts', '#/imaging/rules/arriving.ts'],
    ['src/agent/main.ts', 'node:fs'],
  ])('lets %s import %s', (from, specifier) => {
    expect(breach(from, specifier)).toBeNull();
  });

  // Ended in the midst of it, it would leave what it planted.
  test('the compilers refuse Node and DOM in rules, Node in web, DOM in server', { timeout: 400_000 }, async () => {
    const reads = "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n";
    const planted: [file: string, code: string][] = [
      ['src/base/rules/planted-timer.ts', 'export const x = (): unknown => setTimeout(() => 1, 1);\n'],
      ['src/base/forms/planted-node.ts', reads],
      ['src/base/web/planted-node.ts', reads],
      ['src/base/server/planted-dom.ts', 'export const x = (): unknown => document.title;\n'],
    ];
    const projects = ['tsconfig.rules.json', 'tsconfig.web.json', 'tsconfig.server.json'];
    try {
      for (const [file, code] of planted) writeFileSync(join(root, file), code);
      const said = (await Promise.all(projects.map(compilerSays))).join('\n');
      for (const [file] of planted) expect(said, file).toMatch(new RegExp(`^${file}\\(`, 'm'));
    } finally {
      for (const [file] of planted) rmSync(join(root, file), { force: true });
    }
  });

  test('the linter refuses a floating promise, an any and a cycle, by name', () => {
    const folder = join(root, 'src/base/server/planted');
    try {
      mkdirSync(folder);
      writeFileSync(
        join(folder, 'a.ts'),
        "import { b } from './b.ts';\nexport const a = async (): Promise<void> => { Promise.resolve(b); };\n",
      );
      writeFileSync(join(folder, 'b.ts'), "import { a } from './a.ts';\nexport const b: any = a;\n");
      const said = linterSays(folder);
      for (const rule of ['no-floating-promises', 'no-explicit-any', 'no-cycle']) expect(said).toContain(rule);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function compilerSays(project: string): Promise<string> {
  const tsc = join(root, 'node_modules/.bin/tsc');
  return promisify(execFile)(tsc, ['-p', project], { cwd: root }).then(
    ({ stdout }) => stdout,
    (error: unknown) => String((error as { stdout?: string }).stdout ?? error),
  );
}

function linterSays(folder: string): string {
  try {
    return execFileSync(join(root, 'node_modules/.bin/oxlint'), ['--type-aware', folder], {
      cwd: root,
      encoding: 'utf8',
    });
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  }
}

describe('layout', () => {
  test('every file of a room stands in one of its four parts', () => {
    expect(sources.map(({ path }) => misplaced(path)).filter((said) => said !== null)).toEqual([]);
    expect(misplaced('src/cellar/rules/x.ts')).toContain('no such room');
    expect(misplaced('src/base/utils/x.ts')).toContain('no such part');
  });

  test('no file is longer than 400 lines', () => {
    expect(sources.filter(({ text }) => tooLong(text)).map(({ path }) => path)).toEqual([]);
    expect(tooLong('x\n'.repeat(401))).toBe(true);
  });

  test('pages hold no untranslated text', () => {
    expect(sources.filter(({ path, text }) => untranslated(path, text)).map(({ path }) => path)).toEqual([]);
    expect(untranslated('src/base/web/Planted.tsx', 'const x = <b>保存</b>;')).toBe(true);
    expect(untranslated('src/base/web/Planted.tsx', '// 保存\nconst x = <b>{t.save}</b>;')).toBe(false);
  });

  test('no two pages have one letter, and none that of the home page', () => {
    const letters = sources.flatMap(({ text }) => [...text.matchAll(/\bletter: '(\w)'/g)].map(([, letter]) => letter));
    expect(twice(['h', ...letters])).toEqual([]);
    expect(twice(['h', 'a', 'h'])).toEqual(['h']);
  });

  test('every room with code has a README of one page', () => {
    const withCode = [
      ...new Set(sources.filter(({ path }) => misplaced(path) === null).map(({ path }) => path.split('/'))),
    ]
      .filter(([src, room]) => src === 'src' && room !== 'app' && room !== 'agent')
      .map(([, room]) => room);
    for (const room of new Set(withCode)) {
      const text = readFileSync(join(root, 'src', room ?? '', 'README.md'), 'utf8');
      expect(text.split('\n').length, `${room}/README.md fits a page`).toBeLessThanOrEqual(80);
    }
  });
});

describe('declarations', () => {
  test('each has its own name, of its own room, in both languages', () => {
    const names = declared.map((decl) => decl.name);
    expect(new Set(names).size).toBe(names.length);
    for (const decl of declared) {
      expect(decl.name).toMatch(/^[a-z]+(\.[a-zA-Z]+){1,2}$/);
      expect(decl.label.zh).toMatch(/\p{Script=Han}/u);
      expect(decl.label.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  test('2.8-4 a copy is never a vendor’s and always needs a second person', () => {
    for (const decl of declared) {
      if (decl.kind !== 'copy') continue;
      expect(decl.roles.some(isVendorRole), decl.name).toBe(false);
      expect(decl.approval.roles.length, decl.name).toBeGreaterThan(0);
    }
  });

  test('what waits for a second person has no secret in it', () => {
    for (const decl of declared) {
      const waits = (decl.kind === 'act' && (decl.approval ?? decl.late)) || decl.kind === 'copy';
      if (waits) expect(hasSecrets(decl.input), decl.name).toBe(false);
    }
  });

  test('the lists of quiet views, public doors and upkeep are closed', () => {
    const quiet = declared.filter((decl) => decl.kind === 'view' && decl.record === 'quiet').map((decl) => decl.name);
    expect(quiet.sort()).toEqual([
      'imaging.capture.show',
      'imaging.inspection.show',
      'imaging.treatment.show',
      'products.package.progress',
      'protection.session.current',
      'protection.session.stepUpOptions',
      'workflow.pile.keep',
    ]);
    const open = declared.filter((decl) => decl.kind === 'public').map((decl) => decl.name);
    expect(open.sort()).toEqual([
      'imaging.agent.state',
      'protection.account.activate',
      'protection.agent.enrol',
      'protection.ceremony.open',
      'protection.ceremony.status',
      'protection.login.password',
      'protection.login.secondFactor',
      'protection.terminal.enrol',
    ]);
    expect(Object.keys(upkeepTables).length).toBeLessThanOrEqual(16);
  });

  test('every stream names the act or view that grants it', () => {
    const names = new Set(declared.map((decl) => decl.name));
    for (const decl of declared) if (decl.kind === 'stream') expect(names.has(decl.grantedBy), decl.name).toBe(true);
  });

  test('no write stands outside the door: stores are called inside a transaction', () => {
    const outside = sources.filter(
      ({ path, text }) =>
        /^src\/[a-z]+\/server\//.test(path) &&
        !/\.test\.ts$|\/(door|ledger|transfer|postgres|jobs)\/|migrate\.ts|lease\.ts/.test(path) &&
        /\b(db|deps\.db)\s*\.\s*(insertInto|updateTable|deleteFrom)\(/.test(text.replace(/\s+/g, ' ')),
    );
    expect(outside.map(({ path }) => path)).toEqual([]);
  });
});

describe('clauses', () => {
  test('223 obligations: 194 of 档办发〔2014〕7号, 29 of 郑档〔2015〕9号; 96 a, 109 b, 18 c', () => {
    expect(obligations.length).toBe(223);
    expect(obligations.filter(({ id }) => /^\d/.test(id)).length).toBe(194);
    const count = (cls: string): number => obligations.filter((one) => one.class === cls).length;
    expect([count('a'), count('b'), count('c')]).toEqual([96, 109, 18]);
    expect(new Set(obligations.map(({ id }) => id)).size).toBe(223);
  });

  test('covered obligations never shrink', () => {
    const covered = new Set(
      clauseReport(root)
        .filter((row) => row.covered)
        .map((row) => row.id),
    );
    const before = readFileSync(join(root, 'docs/clauses-covered.txt'), 'utf8').trim().split('\n').filter(Boolean);
    expect(before.filter((id) => !covered.has(id as never))).toEqual([]);
  });
});
