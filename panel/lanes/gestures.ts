/** What wheel and fingers ask for. Places are shares of the element's width. */
export interface Gestures {
  zoom(factor: number, place: number): void;
  pan(share: number): void;
  /** A second finger came: what one finger began is off. */
  pinching(): void;
}

/** Pixels of a line, where a wheel counts lines. */
const linePixels = 16;
const zoomOfPixel = 0.0022;
/** A notch of a coarse wheel is no leap. */
const mostZoom = 1.6;

/**
 * Listens to the wheel (with Ctrl or ⌘ it zooms, as pinching on a trackpad does; sideways or with Shift it moves; otherwise it
 * is the page's) and to two fingers. Acts once a frame. Answers how to stop.
 */
export function listenToGestures(element: HTMLElement, gestures: Gestures): () => void {
  const stops = [listenToWheel(element, gestures), listenToPinch(element, gestures)];
  return () => {
    for (const stop of stops) stop();
  };
}

function listenToWheel(element: HTMLElement, { zoom, pan }: Gestures): () => void {
  let factor = 1;
  let share = 0;
  let place = 0.5;
  let frame: number | null = null;
  const act = () => {
    frame = null;
    if (factor !== 1) zoom(factor, place);
    if (share !== 0) pan(share);
    factor = 1;
    share = 0;
  };
  const listen = (event: WheelEvent) => {
    const box = element.getBoundingClientRect();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : linePixels;
    const sideways = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (event.ctrlKey || event.metaKey) {
      factor = Math.min(mostZoom, Math.max(1 / mostZoom, factor * Math.exp(event.deltaY * pixels * zoomOfPixel)));
      place = (event.clientX - box.left) / box.width;
    } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      share += (sideways * pixels) / box.width;
    } else return;
    event.preventDefault();
    frame ??= requestAnimationFrame(act);
  };
  // Not passive: the page must not zoom or scroll as well.
  element.addEventListener('wheel', listen, { passive: false });
  return () => {
    element.removeEventListener('wheel', listen);
    if (frame !== null) cancelAnimationFrame(frame);
  };
}

function listenToPinch(element: HTMLElement, { zoom, pan, pinching }: Gestures): () => void {
  const fingers = new Map<number, number>();
  const down = ({ pointerType, pointerId, clientX }: PointerEvent) => {
    if (pointerType !== 'touch') return;
    fingers.set(pointerId, clientX);
    if (fingers.size === 2) pinching();
  };
  const move = ({ pointerId, clientX }: PointerEvent) => {
    if (!fingers.has(pointerId) || fingers.size !== 2) return;
    const { left, width } = element.getBoundingClientRect();
    const before = spreadOf(fingers);
    fingers.set(pointerId, clientX);
    const after = spreadOf(fingers);
    // Fingers that nearly meet would zoom without end.
    if (Math.min(before.distance, after.distance) > 8)
      zoom(before.distance / after.distance, (after.middle - left) / width);
    pan((before.middle - after.middle) / width);
  };
  const up = ({ pointerId }: PointerEvent) => void fingers.delete(pointerId);
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
  };
}

function spreadOf(fingers: ReadonlyMap<number, number>): { readonly distance: number; readonly middle: number } {
  const [a = 0, b = 0] = [...fingers.values()];
  return { distance: Math.abs(a - b), middle: (a + b) / 2 };
}
