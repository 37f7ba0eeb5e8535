import type { ReactNode } from 'react';

interface Props {
  label: string;
  /** As high as the window lets it, for pages that are about the image. */
  tall?: boolean;
  children: ReactNode;
}

/** The card in which images stand beside what is said of them. */
export function ImageFrame({ label, tall = false, children }: Props) {
  return (
    <section className={`sc-card sc-pane-frame${tall ? ' sc-pane-frame-tall' : ''}`} aria-label={label}>
      {children}
    </section>
  );
}
