/** Why the ledger takes no entries now; each code has words in base's messages. */
export type SequencerTrouble =
  /** Key file missing, damaged, or another log's. */
  | 'key-missing'
  /** The second sink cannot be written: disk full, path gone. */
  | 'sink-out'
  /** The sink holds more than the database: the database was rolled back. */
  | 'sink-ahead'
  /** Sink and database contradict each other. */
  | 'sink-differs'
  /** Stored parts of the tree contradict each other. */
  | 'tree-damaged'
  /** An entry was changed between commit and sealing. */
  | 'entry-damaged'
  /** No sequencer at work, or a fault it has no word for. */
  | 'sequencer-out';

export type LedgerTrouble =
  | SequencerTrouble
  /** Before the opening ceremony. */
  | 'not-open'
  /** The database does not answer. */
  | 'database-out'
  /** An entry waits longer than the limit for its seal: a long write transaction holds it back. */
  | 'seal-lag'
  /** A sealed entry waits longer than the limit for the second sink. */
  | 'sink-lag';
