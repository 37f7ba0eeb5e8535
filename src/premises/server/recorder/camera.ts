/** One camera being recorded: ffmpeg writes segments into its spool, and is started anew when none comes (4.3-1). */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#/base/server/log.ts';
import { fetchList } from '../../rules/camera-address.ts';
import {
  failureOf,
  holderName,
  isStuck,
  listName,
  pauseAfter,
  readList,
  type RecordingFailure,
  runName,
  segmentPattern,
} from '../../rules/recording.ts';
import type { RecorderPrograms } from '../footage/ffmpeg.ts';
import type { Failing } from '../store/recording.ts';

export interface CameraSettings {
  cameraId: string;
  /** With the camera's password. */
  address: string;
  folder: string;
  segmentSeconds: number;
  /** This process, for whoever finds its spool. */
  holder: string;
  programs: RecorderPrograms;
}

/** What ffmpeg may open. No file: a camera's playlist could name one. */
const protocols = 'pipe,rtsp,rtp,udp,tcp,tls,http,https';
/** Of its words so many are kept, in memory, to tell why it ended. */
const wordsKept = 4_000;
const politeMs = 2_000;

export class CameraRecording {
  readonly #settings: CameraSettings;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #living: string | null = null;
  #lastProgress = Date.now();
  #finished = 0;
  #counted = { run: '', count: 0 };
  #failure: RecordingFailure = 'no-data';

  constructor(settings: CameraSettings) {
    this.#settings = settings;
    this.#ended = this.#record();
  }

  /** Run that is being written. */
  get living(): string | null {
    return this.#living;
  }

  /** Since when, and why, no segment comes; null while they do. */
  failing(now: number): Failing | null {
    return isStuck(now, this.#lastProgress, this.#segmentMs)
      ? { since: new Date(this.#lastProgress), failure: this.#failure }
      : null;
  }

  get #segmentMs(): number {
    return this.#settings.segmentSeconds * 1_000;
  }

  /** Run after run, until it is told to stop. */
  async #record(): Promise<void> {
    let fruitless = 0;
    while (!this.#stop.signal.aborted) {
      const before = this.#finished;
      await this.#run().catch((error: unknown) => {
        this.#failure = error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk-full' : 'other';
      });
      this.#living = null;
      fruitless = this.#finished > before ? 0 : fruitless + 1;
      if (this.#stop.signal.aborted) return;
      // A camera that is out for a night is not told of every eight seconds.
      if (fruitless % 40 <= 1) this.#tell(fruitless);
      await sleep(pauseAfter(fruitless, this.#failure), undefined, { signal: this.#stop.signal }).catch(
        () => undefined,
      );
    }
  }

  #tell(fruitless: number): void {
    const facts = { camera: this.#settings.cameraId, failure: this.#failure, fruitless };
    log.warn('a camera gives nothing; it is tried again', facts);
  }

  async #run(): Promise<void> {
    const { folder, address, holder } = this.#settings;
    const run = runName(Date.now());
    await mkdir(folder, { recursive: true, mode: 0o750 });
    this.#living = run;
    await writeFile(join(folder, holderName(run)), holder, { flag: 'wx', mode: 0o600 });
    const child = this.#launch(run);
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString('latin1')).slice(-wordsKept)));
    child.stdin?.on('error', () => undefined).end(fetchList(address));
    const ended = new AbortController();
    const gone = new Promise<void>((resolve) => {
      for (const event of ['close', 'error']) child.once(event, () => (ended.abort(), resolve()));
    });
    const stuck = await this.#watch(run, ended.signal);
    this.#failure = stuck ? 'no-data' : failureOf(words);
    await endOf(child, gone);
    await this.#look(run);
  }

  /**
   * `-c copy`: what the camera sent is what is kept. Segments end with the first whole picture after a clock time,
   * so that cameras' segments lie side by side; sound is not recorded (4.3 asks for video, and people speak there).
   */
  #launch(run: string): ChildProcess {
    const { folder, segmentSeconds, programs } = this.#settings;
    const input = ['-analyzeduration', '1000000', '-fpsprobesize', '0', '-protocol_whitelist', protocols];
    const list = ['-f', 'concat', '-safe', '0', '-i', 'pipe:0'];
    const copy = ['-map', '0:v:0', '-c', 'copy', '-flush_packets', '1'];
    const segments = [
      ...['-f', 'segment', '-segment_time', String(segmentSeconds), '-segment_atclocktime', '1'],
      ...['-reset_timestamps', '1', '-segment_format', 'mp4', '-segment_format_options'],
      'movflags=frag_keyframe+empty_moov+default_base_moof+skip_trailer:flush_packets=1',
      ...['-segment_list', join(folder, listName(run)), '-segment_list_type', 'csv'],
      join(folder, segmentPattern(run))
        .replaceAll('%', '%%')
        .replace(/%%(0\d+d\.mp4)$/, '%$1'),
    ];
    const ffmpeg = [
      programs.ffmpeg,
      '-nostdin',
      '-hide_banner',
      '-loglevel',
      'error',
      ...input,
      ...list,
      ...copy,
      ...segments,
    ];
    return spawn(programs.setpriv, ['--pdeathsig', 'TERM', '--', ...ffmpeg], {
      // No secret of this process; times in UTC, since segments are cut by them.
      env: { PATH: process.env['PATH'], TZ: 'UTC' },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  }

  /** Until it ends, or lives without a new segment: then true. */
  async #watch(run: string, ended: AbortSignal): Promise<boolean> {
    const startedAt = Date.now();
    const either = AbortSignal.any([ended, this.#stop.signal]);
    for (;;) {
      await sleep(1_000, undefined, { signal: either }).catch(() => undefined);
      if (either.aborted) return false;
      await this.#look(run);
      if (isStuck(Date.now(), Math.max(startedAt, this.#lastProgress), this.#segmentMs)) return true;
    }
  }

  /** Counts the segments that it has finished. */
  async #look(run: string): Promise<void> {
    const list = await readFile(join(this.#settings.folder, listName(run)), 'utf8').catch(() => '');
    const count = readList(list, run).length;
    if (count === this.#listed(run)) return;
    this.#finished += count - this.#listed(run);
    this.#counted = { run, count };
    this.#lastProgress = Date.now();
  }

  #listed(run: string): number {
    return this.#counted.run === run ? this.#counted.count : 0;
  }

  /** Ends ffmpeg in order, so that what it has begun is finished too. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }
}

/** Told once: ffmpeg takes a second word for an order to drop what it holds. */
async function endOf(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), politeMs);
  await gone;
  clearTimeout(late);
}
