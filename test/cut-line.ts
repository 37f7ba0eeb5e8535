/** A line to a server that can be cut, and one whose answers can be lost. */
import { connect, createServer, type Socket } from 'node:net';

export interface CutLine extends AsyncDisposable {
  origin: string;
  /** Nobody answers any more, and what is on its way is lost. */
  cut(): void;
  mend(): void;
  /** From the next request that names this on, nothing that the server answers arrives. */
  loseAnswersTo(words: string): void;
}

export async function cutLine(origin: string): Promise<CutLine> {
  const target = Number(new URL(origin).port);
  const sockets = new Set<Socket>();
  let [away, lost] = [false, false];
  let losing: string | null = null;
  const server = createServer((near) => {
    if (away) return void near.destroy();
    const far = connect(target, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', (chunk) => {
      if (losing !== null && chunk.includes(losing)) lost = true;
      far.write(chunk);
    });
    far.on('data', (chunk) => void (lost || near.write(chunk)));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, 'localhost', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://localhost:${address.port}`,
    cut() {
      away = true;
      for (const one of sockets) one.destroy();
    },
    mend() {
      [away, lost, losing] = [false, false, null];
    },
    loseAnswersTo(words) {
      losing = words;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const one of sockets) one.destroy();
    },
  };
}
