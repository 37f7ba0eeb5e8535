/** Who made a file: the same release gives the same bytes. */
export const release = '0.1.0';
export const productVersion = `Shoucang ${release}`;
