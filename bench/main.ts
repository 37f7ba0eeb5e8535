/** `npm run bench -- <name>`: us and a peer or floor in one interleaved run; closes with one line of JSON. */
import { run as board } from './board.ts';
import { ofd, pdf } from './books.ts';
import { run as capture } from './capture.ts';
import { run as catalogueImport } from './catalogue-import.ts';
import { run as digest } from './digest.ts';
import { run as ledger } from './ledger.ts';
import { run as ocr } from './ocr.ts';
import { run as qc } from './qc.ts';
import { run as search } from './search.ts';
import { run as tables } from './tables.ts';
import { run as viewer } from './viewer.ts';

const benches: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  board,
  capture,
  'catalogue-import': catalogueImport,
  digest,
  ledger,
  ocr,
  ofd,
  pdf,
  qc,
  search,
  tables,
  viewer,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`用法 Usage: npm run bench -- <${Object.keys(benches).join('|')}>`);
  process.exit(2);
}
await bench(args);
