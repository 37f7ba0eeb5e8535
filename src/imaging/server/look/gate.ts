/**
 * Memory that pages may take while they are looked at, shared by all threads. A page asks before it is unpacked and
 * waits until others have given back what it needs. What a thread holds is written down under its slot, so that it
 * comes back when the thread is stopped.
 */
export class MemoryGate {
  readonly #room: Int32Array;
  readonly #held: number;

  constructor(shared: SharedArrayBuffer, slot: number) {
    this.#room = new Int32Array(shared);
    this.#held = 2 + slot;
  }

  static room(megabytes: number, slots: number): SharedArrayBuffer {
    const shared = new SharedArrayBuffer(4 * (2 + slots));
    new Int32Array(shared).set([megabytes, megabytes]);
    return shared;
  }

  /** What one page asks for is at most everything: the largest page passes, alone. */
  async with<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const wanted = Math.min(Atomics.load(this.#room, 1), Math.ceil(bytes / 1e6));
    await this.#take(wanted);
    try {
      return await work();
    } finally {
      this.#give(wanted);
    }
  }

  /** Gives back what a thread held that is no more. */
  clear(): void {
    this.#give(Atomics.load(this.#room, this.#held));
  }

  async #take(wanted: number): Promise<void> {
    for (;;) {
      const left = Atomics.load(this.#room, 0);
      if (left < wanted) await Atomics.waitAsync(this.#room, 0, left).value;
      else if (Atomics.compareExchange(this.#room, 0, left, left - wanted) === left) {
        Atomics.add(this.#room, this.#held, wanted);
        return;
      }
    }
  }

  #give(megabytes: number): void {
    Atomics.sub(this.#room, this.#held, megabytes);
    Atomics.add(this.#room, 0, megabytes);
    Atomics.notify(this.#room, 0);
  }
}
