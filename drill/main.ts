/** `npm run drill -- <name> [count]`, or `all` with the small counts of `npm test`. */
import { run as capture } from './capture.ts';
import { run as clauseMutants } from './clause-mutants.ts';
import { run as custody } from './custody.ts';
import { run as forgery } from './forgery.ts';
import { run as kill } from './kill.ts';
import { run as outage } from './outage.ts';
import { run as pageChecks } from './page-checks.ts';
import { run as products } from './products.ts';
import { run as recorder } from './recorder.ts';

interface Drill {
  run(count: number): Promise<void>;
  /** What `npm test` runs; a campaign by hand names its own count. Null where it needs what a test machine lacks. */
  small: number | null;
  full: number;
}

const drills: Readonly<Record<string, Drill>> = {
  forgery: { run: forgery, small: 72, full: 1_000 },
  kill: { run: kill, small: 4, full: 20 },
  custody: { run: custody, small: 2, full: 20 },
  capture: { run: capture, small: 2, full: 20 },
  outage: { run: outage, small: 3, full: 12 },
  'clause-mutants': { run: clauseMutants, small: 1, full: 5 },
  products: { run: products, small: 3, full: 20 },
  'page-checks': { run: pageChecks, small: 12, full: 200 },
  recorder: { run: recorder, small: null, full: 3 },
};

async function runOne(name: string, drill: Drill, count: number): Promise<boolean> {
  console.log(`== ${name} ${count}`);
  try {
    await drill.run(count);
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

const [name = '', count] = process.argv.slice(2);
const chosen = Object.entries(drills).filter(([one, { small }]) => (name === 'all' ? small !== null : one === name));
if (chosen.length === 0) {
  console.error(`用法 Usage: npm run drill -- <${Object.keys(drills).join('|')}|all> [count]`);
  process.exit(2);
}
let passed = 0;
for (const [one, drill] of chosen) {
  const usual = name === 'all' ? (drill.small ?? drill.full) : drill.full;
  const times = count === undefined ? usual : Number(count);
  if (await runOne(one, drill, times)) passed += 1;
}
console.log(`${passed} passed, ${chosen.length - passed} failed`);
process.exit(passed === chosen.length ? 0 : 1);
