/** What every driver of the object store must do, as tests: a driver's test file calls `objectStoreContract`. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { type ObjectStore, TooLarge } from './store.ts';

/** An empty store, and what only its driver can do to it. */
export interface StoreUnderTest extends AsyncDisposable {
  store: ObjectStore;
  /** Changes one bit of a stored object behind the store's back. */
  spoil(sha256: string): Promise<void>;
  /** How many things the driver keeps that are no whole object: temporary files, begun uploads. */
  leftovers(): Promise<number>;
}

/** SHA-256 of FIPS 180-4, SM3 of GB/T 32905 appendix A; the empty string by openssl. */
const vectors = [
  {
    text: '',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    sm3: '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b',
  },
  {
    text: 'abc',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  },
  {
    text: 'abcd'.repeat(16),
    sha256: createHash('sha256').update('abcd'.repeat(16)).digest('hex'),
    sm3: 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  },
];

const inOne = (text: string): Readable => Readable.from(text === '' ? [] : [Buffer.from(text)]);
const byByte = (text: string): Readable => Readable.from([...Buffer.from(text)].map((byte) => Buffer.from([byte])));
const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Gives some bytes, then breaks as a torn connection does. */
async function* torn(bytes: Buffer, how: () => never): AsyncGenerator<Buffer> {
  yield bytes;
  await turn();
  how();
}

type Open = () => Promise<StoreUnderTest>;

export function objectStoreContract(driver: string, open: Open): void {
  describe(`object store on ${driver}`, () => {
    putting(open);
    parting(open);
    reading(open);
    refusing(open);
    keeping(open);
  });
}

function putting(open: Open): void {
  for (const { text, sha256, sm3 } of vectors) {
    test(`put answers both digests and the length of ${JSON.stringify(text.slice(0, 8))}, in one chunk or many`, async () => {
      await using under = await open();
      const expected = { sha256, sm3, bytes: text.length };
      expect(await under.store.put(inOne(text))).toEqual(expected);
      expect(await under.store.put(byByte(text))).toEqual(expected);
      expect((await buffer(await under.store.get(sha256))).toString()).toBe(text);
      expect(await under.store.size(sha256)).toBe(text.length);
    });
  }

  test('50 MB pass through without being held in memory', async () => {
    await using under = await open();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => (collect(), process.memoryUsage().arrayBuffers);
    const [chunk, count] = [256 * 1024, 200];
    const hash = createHash('sha256');
    const before = held();
    let most = 0;
    const source = async function* (): AsyncGenerator<Buffer> {
      for (let i = 0; i < count; i += 1) {
        const bytes = Buffer.alloc(chunk, i);
        hash.update(bytes);
        yield bytes;
        if (i % 20 === 19) most = Math.max(most, held() - before);
      }
    };
    const stored = await under.store.put(Readable.from(source()));
    expect(stored).toMatchObject({ sha256: hash.digest('hex'), bytes: chunk * count });
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });

  test('the same content twice is one object', async () => {
    await using under = await open();
    const first = await under.store.put(inOne('同一内容'));
    expect(await under.store.put(inOne('同一内容'))).toEqual(first);
    expect((await buffer(await under.store.get(first.sha256))).toString()).toBe('同一内容');
    expect(await under.leftovers()).toBe(0);
  });

  test('the same content by several at once is one object, and each is answered', async () => {
    await using under = await open();
    const bytes = randomBytes(300_000);
    const slowly = async function* (): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += 50_000) {
        yield bytes.subarray(at, at + 50_000);
        await turn();
      }
    };
    const answers = await Promise.all([1, 2, 3, 4].map(() => under.store.put(Readable.from(slowly()))));
    expect(new Set(answers.map((one) => one.sha256))).toEqual(new Set([sha256Of(bytes)]));
    expect((await buffer(await under.store.get(sha256Of(bytes)))).equals(bytes)).toBe(true);
    expect(await under.leftovers()).toBe(0);
  });

  test('nothing is visible while the bytes are still coming', async () => {
    await using under = await open();
    const source = new PassThrough();
    const putting = under.store.put(source);
    source.write('first half, ');
    await turn();
    expect(await under.store.size(sha256Of('first half, '))).toBeNull();
    expect(await under.store.size(sha256Of('first half, second half'))).toBeNull();
    source.end('second half');
    const { sha256 } = await putting;
    expect(sha256).toBe(sha256Of('first half, second half'));
    expect(await under.store.size(sha256)).toBe(23);
  });
}

function reading(open: Open): void {
  test.each([
    [0, 10, '0123456789'],
    [0, 1, '0'],
    [3, 7, '3456'],
    [9, 10, '9'],
    [8, 99, '89'],
    [4, 4, ''],
    [0, 0, ''],
  ])('get of bytes %i to %i of ten answers "%s"', async (start, end, expected) => {
    await using under = await open();
    const { sha256 } = await under.store.put(inOne('0123456789'));
    expect((await buffer(await under.store.get(sha256, { start, end }))).toString()).toBe(expected);
  });

  test('an object that is not there has no size, is not removed, and get throws', async () => {
    await using under = await open();
    const nobody = sha256Of('never stored');
    expect(await under.store.size(nobody)).toBeNull();
    expect(await under.store.remove(nobody)).toBe(false);
    await expect(under.store.get(nobody)).rejects.toBeInstanceOf(Error);
    await expect(under.store.get(nobody, { start: 0, end: 0 })).rejects.toBeInstanceOf(Error);
  });

  test.each(['../x', '..', '', 'abc', 'A'.repeat(64), `${'a'.repeat(63)}/`, 'a'.repeat(65), `${'a'.repeat(64)}\n`])(
    'the name %j is refused',
    async (name) => {
      await using under = await open();
      await expect(under.store.get(name)).rejects.toThrow('not an object name');
      await expect(under.store.size(name)).rejects.toThrow('not an object name');
      await expect(under.store.remove(name)).rejects.toThrow('not an object name');
    },
  );
}

function refusing(open: Open): void {
  test.each([
    ['an error', 'the source broke', () => Readable.from(torn(Buffer.alloc(200_000, 1), failWith))],
    ['the end of its connection', 'Premature close', () => cutOff(Buffer.alloc(200_000, 1))],
  ])('a source that ends midway with %s leaves nothing', async (_how, words, source) => {
    await using under = await open();
    await expect(under.store.put(source())).rejects.toThrow(words);
    expect(await under.store.size(sha256Of(Buffer.alloc(200_000, 1)))).toBeNull();
    expect(await under.leftovers()).toBe(0);
  });

  test('longer than the limit is TooLarge and leaves nothing; exactly the limit is stored', async () => {
    await using under = await open();
    await expect(under.store.put(byByte('123456'), 5)).rejects.toBeInstanceOf(TooLarge);
    expect(await under.store.size(sha256Of('12345'))).toBeNull();
    expect(await under.store.size(sha256Of('123456'))).toBeNull();
    expect(await under.leftovers()).toBe(0);
    expect((await under.store.put(byByte('12345'), 5)).bytes).toBe(5);
  });

  test('a refused source is not destroyed: an answer may have to go back by the same connection', async () => {
    await using under = await open();
    const source = new PassThrough();
    source.write('123456');
    await expect(under.store.put(source, 5)).rejects.toBeInstanceOf(TooLarge);
    expect(source.destroyed).toBe(false);
    source.destroy();
  });
}

function failWith(): never {
  throw new Error('the source broke');
}

/** What an HTTP request does when its sender goes away: closed without an end and without an error. */
function cutOff(bytes: Buffer): Readable {
  const source = new PassThrough();
  source.write(bytes);
  setImmediate(() => source.destroy());
  return source;
}

function keeping(open: Open): void {
  test('an object never changes, whatever is put afterwards', async () => {
    await using under = await open();
    const mine = Buffer.from('original');
    const { sha256 } = await under.store.put(Readable.from([mine]));
    mine.fill(0);
    await under.store.put(inOne('originaL'));
    await expect(under.store.put(inOne('original and more'), 8)).rejects.toBeInstanceOf(TooLarge);
    expect((await buffer(await under.store.get(sha256))).toString()).toBe('original');
    expect(await all(under.store.damaged())).toEqual([]);
  });

  test('remove takes exactly that object away, once, and it can be put again', async () => {
    await using under = await open();
    const [gone, kept] = [await under.store.put(inOne('gone')), await under.store.put(inOne('kept'))];
    expect(await under.store.remove(gone.sha256)).toBe(true);
    expect(await under.store.remove(gone.sha256)).toBe(false);
    expect(await under.store.size(gone.sha256)).toBeNull();
    await expect(under.store.get(gone.sha256)).rejects.toBeInstanceOf(Error);
    expect(await under.store.size(kept.sha256)).toBe(4);
    expect(await under.store.put(inOne('gone'))).toEqual(gone);
    expect(await under.store.size(gone.sha256)).toBe(4);
  });

  test('damaged names exactly the changed object, and putting its content again mends it', async () => {
    await using under = await open();
    const stored = [];
    for (const text of ['', 'one', 'two', 'three', 'x'.repeat(100_000)])
      stored.push(await under.store.put(inOne(text)));
    expect(await all(under.store.damaged())).toEqual([]);
    const victim = stored[3]!.sha256;
    await under.spoil(victim);
    expect(await all(under.store.damaged())).toEqual([victim]);
    await under.store.put(inOne('three'));
    expect(await all(under.store.damaged())).toEqual([]);
    expect((await buffer(await under.store.get(victim))).toString()).toBe('three');
  });
}

function parting(open: Open): void {
  const id = '01890000-0000-7000-8000-000000000001';
  const limit = 100;

  test('a part grows by pieces, and becomes the object that put would have made', async () => {
    await using under = await open();
    const { store } = under;
    expect(await store.length(id)).toBe(0);
    expect(await store.append(id, 0, byByte('0123'), limit)).toBe(4);
    expect(await store.length(id)).toBe(4);
    expect(await store.append(id, 4, inOne('456789'), limit)).toBe(10);
    expect(await under.leftovers()).toBe(1);
    const settled = await store.settle(id);
    expect(await store.put(inOne('0123456789'))).toMatchObject(settled);
    expect(await store.length(id)).toBe(0);
    expect(await under.leftovers()).toBe(0);
    expect(await buffer(await store.get(settled.sha256))).toEqual(Buffer.from('0123456789'));
    await expect(store.settle(id)).rejects.toThrow(/no such|ENOENT/);
  });

  test('a torn piece leaves what came; it goes on from there, and never beside it', async () => {
    await using under = await open();
    const { store } = under;
    const source = Readable.from(
      torn(Buffer.from('01234'), () => {
        throw new Error('connection lost');
      }),
    );
    await expect(store.append(id, 0, source, limit)).rejects.toThrow('connection lost');
    expect(await store.length(id)).toBe(5);
    await expect(store.append(id, 3, inOne('34'), limit)).rejects.toThrow('does not end');
    expect(await store.append(id, 5, inOne('56789'), limit)).toBe(10);
    expect((await store.settle(id)).sha256).toBe(sha256Of('0123456789'));
  });

  test('a piece beyond the limit changes nothing, and a part is begun anew from 0', async () => {
    await using under = await open();
    const { store } = under;
    await store.append(id, 0, inOne('0123'), limit);
    await expect(store.append(id, 4, inOne('456'), 6)).rejects.toBeInstanceOf(TooLarge);
    expect(await store.length(id)).toBe(4);
    expect(await store.append(id, 4, inOne('45'), 6)).toBe(6);
    await store.discard(id);
    expect(await store.length(id)).toBe(0);
    expect(await under.leftovers()).toBe(0);
    await store.append(id, 0, inOne('abc'), limit);
    expect((await store.settle(id)).sha256).toBe(sha256Of('abc'));
  });

  test('a part has the name of an upload and no other', async () => {
    await using under = await open();
    for (const name of ['../x', '', 'a'.repeat(64)])
      await expect(under.store.append(name, 0, inOne('x'), limit)).rejects.toThrow('not the name of a part');
  });

  test('path leads to the bytes of an object, and to nothing else', async () => {
    await using under = await open();
    const { sha256 } = await under.store.put(inOne('abc'));
    expect((await readFile(await under.store.path(sha256))).toString()).toBe('abc');
    await expect(under.store.path(sha256Of('never put'))).rejects.toThrow(/no such|ENOENT/);
    await expect(under.store.path('../../etc/passwd')).rejects.toThrow('not an object name');
  });
}
