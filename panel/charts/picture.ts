import { en } from '../strings/en.ts';

/** Draws the lanes of a timeline as they stand on screen, with their names and values, into one PNG. */
export function pictureOf(timeline: HTMLElement): Promise<Blob> {
  const scale = window.devicePixelRatio;
  const frame = timeline.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(frame.width * scale);
  canvas.height = Math.round(frame.height * scale);
  const context = canvas.getContext('2d');
  if (!context) return Promise.reject(new Error(en.platform.noCanvas));
  context.scale(scale, scale);
  context.fillStyle = getComputedStyle(timeline).backgroundColor;
  context.fillRect(0, 0, frame.width, frame.height);
  for (const lane of timeline.querySelectorAll('canvas')) {
    const { left, top, width, height } = lane.getBoundingClientRect();
    context.drawImage(lane, left - frame.left, top - frame.top, width, height);
  }
  for (const element of timeline.querySelectorAll<HTMLElement>('.lane__title, .lane__value, .time-axis__label'))
    drawText(context, element, frame);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(en.platform.noPicture))), 'image/png');
  });
}

function drawText(context: CanvasRenderingContext2D, element: HTMLElement, frame: DOMRect): void {
  const box = element.getBoundingClientRect();
  if (box.width === 0) return;
  const { color, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  context.fillStyle = color;
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  context.textBaseline = 'middle';
  context.fillText(element.textContent ?? '', box.left - frame.left, box.top - frame.top + box.height / 2);
}
