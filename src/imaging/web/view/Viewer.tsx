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
import type { ViewedImage } from './viewed.ts';

/** Decoded ahead, on each side. */
const ahead = 5;

interface Props {
  images: readonly ViewedImage[];
  /** Place in the list. */
  at: number;
  pictures: PictureAddress;
  zoomed: boolean;
  /** Shows what was scanned, in the place of what treatment made of it. */
  before?: boolean;
  /** Clockwise degrees by which the picture is turned for a look. */
  turned?: number;
  /** The picture of this image is on the screen. */
  onShown: (masterId: string) => void;
}

export function Viewer({ images, at, pictures, zoomed, before = false, turned = 0, onShown }: Props) {
  const s = useStrings(strings);
  const image = images[at];
  const window = images.slice(Math.max(0, at - ahead), at + ahead + 1);
  const pictureOf = (one: ViewedImage): string | null => (before ? one.masterId : one.picture);
  const shown = image && pictureOf(image);
  // Of the page itself both pictures are decoded: the key between them must not wait.
  const layers = window.flatMap((one) => [
    ...(one.picture === null ? [] : [{ one, picture: one.picture }]),
    ...(one.masterId === null || one.masterId === one.picture || one !== image ? [] : [{ one, picture: one.masterId }]),
  ]);
  return (
    <div className="sc-view" data-page={image?.position} data-picture={shown}>
      {layers.map(({ one, picture }) => (
        <Layer
          key={picture}
          address={pictures(picture, 'screen')}
          label={s.imageOf(one.position)}
          shown={picture === shown}
          turned={picture === shown ? turned : 0}
          onShown={() => onShown(one.masterId ?? '')}
        />
      ))}
      {shown === null && <p className="sc-view-empty">{s.noImage}</p>}
      {zoomed && image !== undefined && shown !== null && shown !== undefined && (
        <Deep
          picture={shown}
          size={shown === image.picture ? { width: image.width, height: image.height } : null}
          pictures={pictures}
        />
      )}
    </div>
  );
}

interface LayerProps {
  address: string;
  label: string;
  shown: boolean;
  turned: number;
  onShown: () => void;
}

/** Every page of the neighbourhood lies there decoded; one of them is in sight. */
function Layer({ address, label, shown, turned, onShown }: LayerProps) {
  const image = useRef<HTMLImageElement>(null);
  const told = useRef(onShown);
  useEffect(() => {
    told.current = onShown;
  });
  // The browser decodes what cannot be seen only when it is asked to: some 30 ms of a key press otherwise.
  useEffect(() => {
    image.current?.decode().catch(() => undefined);
  }, [address]);
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
      style={turned === 0 ? undefined : { transform: `rotate(${turned}deg) scale(${Math.abs(turned) > 45 ? 0.7 : 1})` }}
      aria-hidden={!shown}
    />
  );
}

interface DeepProps {
  picture: string;
  /** Pixels; null when the service is to be asked. */
  size: { width: number | null; height: number | null } | null;
  pictures: PictureAddress;
}

function Deep({ picture, size, pictures }: DeepProps) {
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
  const width = size?.width ?? null;
  const height = size?.height ?? null;
  useEffect(() => {
    if (viewer === null) return;
    const service = pictures(picture, 'iiif');
    const first = viewer.world.getItemCount() === 0;
    viewer.open(
      width === null || height === null
        ? { tileSource: `${service}/info.json` }
        : (imageInformation(service, { width, height }) as never),
    );
    if (first)
      viewer.addOnceHandler('open', () => {
        const ratio = viewer.viewport.imageToViewportZoom(1);
        viewer.viewport.zoomTo(ratio, undefined, true);
        viewer.viewport.panTo(new OpenSeadragon.Point(0.5, 0.3), true);
      });
  }, [viewer, picture, width, height, pictures]);
  return <div ref={place} className="sc-view-deep" />;
}
