/** `npm run clauses [-- 4.3]`: every obligation with its room, acts, rules, forms and tests, and what is uncovered. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clauseReport } from './clauses/report.ts';

const root = join(import.meta.dirname, '..', '..');
const args = process.argv.slice(2);
const rows = clauseReport(root);

if (args.includes('--write')) {
  const covered = rows.filter((row) => row.covered).map((row) => row.id);
  writeFileSync(join(root, 'docs', 'clauses-covered.txt'), `${covered.join('\n')}\n`);
}

const wanted = args.filter((arg) => !arg.startsWith('--'));
const shown = wanted.length === 0 ? rows : rows.filter((row) => wanted.some((prefix) => row.id.startsWith(prefix)));
for (const row of shown) {
  console.log(`${row.covered ? '✓' : '✗'} ${row.id} [${row.class}] ${row.room}  ${row.brief}`);
  if (row.acts.length > 0) console.log(`    acts   ${row.acts.join(', ')}`);
  if (row.rules.length > 0) console.log(`    rules  ${row.rules.join(', ')}`);
  if (row.forms.length > 0) console.log(`    forms  ${row.forms.join(', ')}`);
  for (const test of row.tests) console.log(`    test   ${test.title}  (${test.file})`);
}
const covered = shown.filter((row) => row.covered).length;
console.log(`${shown.length} obligations, ${covered} covered, ${shown.length - covered} uncovered`);
