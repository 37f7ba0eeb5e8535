/** The images of a unit beside something else: one page at a time, and a box on it where text was read. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { type UnitImage, useUnitPictures } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { ViewedImage } from './viewed.ts';
import { Viewer } from './Viewer.tsx';

/** Where text stands: page from 1, pixels of what was scanned as it is shown. */
export interface MarkedBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Props {
  unitId: string;
  mark: MarkedBox | null;
  /** More of them, whose pages are not turned to. */
  boxes?: readonly MarkedBox[];
  /** The page that is shown first, from 1, and turned to when it changes. */
  page?: number;
  onPage?: (page: number) => void;
  /** Said where there is no image. */
  empty: string;
}

const viewed = ({ id, position, masterId, derivativeId, width, height }: UnitImage): ViewedImage => ({
  ...{ id, position, masterId, picture: derivativeId ?? masterId },
  // Of a derivative the service is asked.
  ...(derivativeId === null ? { width, height } : { width: null, height: null }),
});

export function ImagePane({ unitId, mark, boxes = [], page = 1, onPage, empty }: Props) {
  const s = useStrings(strings);
  const pictures = useUnitPictures(unitId);
  const [at, setAt] = useState(page - 1);
  const [zoomed, setZoomed] = useState(false);
  const images = pictures?.images ?? [];
  const most = images.length - 1;
  useEffect(() => {
    if (mark !== null) setAt(mark.page - 1);
  }, [mark]);
  useEffect(() => setAt(page - 1), [page]);
  const turn = (to: number): void => {
    const within = Math.max(0, Math.min(most, to));
    setAt(within);
    onPage?.(within + 1);
  };
  usePaneKeys(
    (by) => turn(at + by),
    () => setZoomed((now) => !now),
  );
  const image = images[at];
  if (pictures === null || image === undefined) return <p className="sc-empty">{empty}</p>;
  // Pixels of recognised text are those of the scan: it is shown while something is marked on it.
  const marked = [...(mark === null ? [] : [mark]), ...boxes].filter((box) => box.page === image.position && !zoomed);
  return (
    <div className="sc-pane">
      <div className="sc-pane-head">
        <Button size="small" disabled={at === 0} onClick={() => turn(at - 1)} title="Alt+PageUp">
          {s.paneBack}
        </Button>
        <span className="sc-num" role="status">
          {image.position} / {images.length}
        </span>
        <Button size="small" disabled={at >= most} onClick={() => turn(at + 1)} title="Alt+PageDown">
          {s.paneNext}
        </Button>
        <Button size="small" onClick={() => setZoomed(!zoomed)} title="Alt+Home">
          {zoomed ? s.paneFit : s.paneZoom}
        </Button>
      </div>
      <div className="sc-pane-view">
        <Viewer
          images={images.map(viewed)}
          at={at}
          pictures={pictures.address}
          zoomed={zoomed}
          before={marked.length > 0}
          onShown={() => undefined}
        />
        {marked.length > 0 && <Marked boxes={marked} image={image} />}
      </div>
    </div>
  );
}

/** Laid over the page as it is fitted into its place. */
function Marked({ boxes, image: { width, height } }: { boxes: readonly MarkedBox[]; image: UnitImage }) {
  if (width === null || height === null) return null;
  return (
    <svg className="sc-pane-mark" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {boxes.map((box) => {
        const grow = Math.round(Math.min(box.height, box.width) * 0.25);
        return (
          <rect
            key={`${box.x} ${box.y} ${box.width}`}
            x={box.x - grow}
            y={box.y - grow}
            width={box.width + 2 * grow}
            height={box.height + 2 * grow}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}

/** From within a form, too: hands stay on the keyboard while something is typed. */
function usePaneKeys(step: (by: 1 | -1) => void, zoom: () => void): void {
  const current = useRef({ step, zoom });
  useEffect(() => {
    current.current = { step, zoom };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'PageDown') current.current.step(1);
      else if (event.key === 'PageUp') current.current.step(-1);
      else if (event.key === 'Home') current.current.zoom();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
}
