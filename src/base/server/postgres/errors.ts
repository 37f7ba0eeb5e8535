/** The cluster cannot start, and the sentence says what a person can do about it (中文 first, English after). */
export class ClusterError extends Error {
  readonly code: 'in-use' | 'other-major' | 'not-reachable' | 'no-user' | 'no-binaries' | 'secret-lost' | 'not-started';

  constructor(code: ClusterError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}
