/** The system's tesseract (Apache-2.0), a process for each page; its Chinese data is installed beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';
import type { Direction, PageText } from '#/imaging/rules/text/text.ts';
import { linesOfTsv } from '#/imaging/rules/text/tsv.ts';
import { NoEngine } from './recogniser.ts';

const languages: Record<Direction, { language: string; segmentation: string }> = {
  horizontal: { language: 'chi_sim', segmentation: '3' },
  // One block of vertical writing.
  vertical: { language: 'chi_sim_vert', segmentation: '5' },
};

/** Above it tesseract gives a page up as a picture; seconds. */
const patience = 120;

export class Tesseract {
  readonly version: string;

  private constructor(version: string) {
    this.version = version;
  }

  /** @throws NoEngine when the program or its Chinese data is not installed */
  static async load(): Promise<Tesseract> {
    const version = /^tesseract v?(\S+)/m.exec(await said(['--version']))?.[1];
    const listed = (await said(['--list-langs'])).split('\n').map((line) => line.trim());
    const missing = Object.values(languages).flatMap(({ language }) => (listed.includes(language) ? [] : [language]));
    if (version === undefined || missing.length > 0) throw new NoEngine('tesseract', { cause: missing });
    return new Tesseract(version);
  }

  async read(page: Raster, direction: Direction): Promise<PageText> {
    const { language, segmentation } = languages[direction];
    const wanted = ['stdin', 'stdout', '-l', language, '--psm', segmentation, '-c', 'tessedit_create_tsv=1'];
    const tsv = await said(wanted, netpbm(page));
    return { lines: linesOfTsv(tsv), upsideDown: false };
  }
}

/** The pixels as they are: a header of one line before them. */
function netpbm({ data, width, height, channels }: Raster): Buffer {
  const kind = channels >= 3 ? 'P6' : 'P5';
  return Buffer.concat([Buffer.from(`${kind}\n${width} ${height}\n255\n`), data]);
}

async function said(options: readonly string[], input?: Buffer): Promise<string> {
  // One thread: how many pages are read at once is decided elsewhere.
  const env = { PATH: process.env['PATH'], TESSDATA_PREFIX: process.env['TESSDATA_PREFIX'], OMP_THREAD_LIMIT: '1' };
  const child = spawn('tesseract', options, { env, stdio: ['pipe', 'pipe', 'ignore'], timeout: patience * 1000 });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  // It may end before it has read all: its code tells.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code, signal] = await once(child, 'close').catch((error: unknown) => {
    throw new NoEngine('tesseract', { cause: error });
  });
  if (code !== 0) throw Object.assign(new Error('tesseract'), { code: `TESSERACT_${signal ?? code}` });
  return Buffer.concat(chunks).toString('utf8');
}
