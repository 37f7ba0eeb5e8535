/**
 * One page as large as the screen allows: pictures of the neighbours are decoded ahead, so that the next one is
 * painted at once. Zoomed in, OpenSeadragon shows tiles of our own IIIF service, and the place persists.
 */
import OpenSeadragon from 'openseadragon';
import { useEffect, useRef, useState } from 'react';
import { useStrings } from '#/base/web/locale.tsx';
import { imageInformation } from '../../rules/iiif.ts';
import type { PictureAddress } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { InspectedSlot } from './inspected.ts';

/** Decoded ahead, on each side. */
const ahead = 5;

interface Props {
  slots: readonly InspectedSlot[];
  /** Place in the list. */
  at: number;
  pictures: PictureAddress;
  zoomed: boolean;
  /** The picture of this page is on the screen. */
  onShown: (masterId: string) => void;
}

export function Viewer({ slots, at, pictures, zoomed, onShown }: Props) {
  const s = useStrings(strings);
  const slot = slots[at];
  const window = slots.slice(Math.max(0, at - ahead), at + ahead + 1);
  return (
    <div className="sc-view" data-page={slot?.position}>
      {window.map((one) =>
        one.masterId === null ? null : (
          <Layer
            key={one.masterId}
            address={pictures(one.masterId, 'screen')}
            label={s.imageOf(one.position)}
            shown={one.id === slot?.id}
            onShown={() => onShown(one.masterId ?? '')}
          />
        ),
      )}
      {slot?.masterId === null && <p className="sc-view-empty">{s.noImage}</p>}
      {zoomed && slot !== undefined && slot.masterId !== null && <Deep slot={slot} pictures={pictures} />}
    </div>
  );
}

interface LayerProps {
  address: string;
  label: string;
  shown: boolean;
  onShown: () => void;
}

/** Every page of the neighbourhood lies there decoded; one of them is in sight. */
function Layer({ address, label, shown, onShown }: LayerProps) {
  const image = useRef<HTMLImageElement>(null);
  const told = useRef(onShown);
  useEffect(() => {
    told.current = onShown;
  });
  useEffect(() => {
    if (!shown) return undefined;
    let gone = false;
    // Counted from when it can be seen, not from when it was asked for.
    image.current
      ?.decode()
      .then(() => {
        if (!gone) told.current();
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [shown, address]);
  return (
    <img
      ref={image}
      src={address}
      alt={shown ? label : ''}
      decoding="sync"
      className={shown ? 'sc-view-page' : 'sc-view-page sc-view-ahead'}
      aria-hidden={!shown}
    />
  );
}

function Deep({ slot, pictures }: { slot: InspectedSlot; pictures: PictureAddress }) {
  const place = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<OpenSeadragon.Viewer | null>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = OpenSeadragon({
      element: place.current,
      showNavigationControl: false,
      // The place on the page persists from page to page (users.md §4.4).
      preserveViewport: true,
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.9,
      maxZoomPixelRatio: 3,
      animationTime: 0.2,
      immediateRender: true,
      gestureSettingsMouse: { clickToZoom: false },
      // Keys belong to the inspection.
      keyboardNavEnabled: false,
    });
    setViewer(made);
    return () => made.destroy();
  }, []);
  const { masterId, width, height } = slot;
  useEffect(() => {
    if (viewer === null || masterId === null || width === null || height === null) return;
    const first = viewer.world.getItemCount() === 0;
    viewer.open(imageInformation(pictures(masterId, 'iiif'), { width, height }) as never);
    if (first)
      viewer.addOnceHandler('open', () => {
        const ratio = viewer.viewport.imageToViewportZoom(1);
        viewer.viewport.zoomTo(ratio, undefined, true);
        viewer.viewport.panTo(new OpenSeadragon.Point(0.5, 0.3), true);
      });
  }, [viewer, masterId, width, height, pictures]);
  return <div ref={place} className="sc-view-deep" />;
}
