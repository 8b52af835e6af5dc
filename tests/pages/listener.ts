import { memoryMonitor } from '@memory-plus/frontend';
import { publishPage } from './page.ts';

/** A chart that listens to the window's size and is gone; the page says of its listener that it should be, too. */
publishPage({
  step(_, clean) {
    const sizes: number[] = [];
    const onResize = () => {
      sizes.push(window.innerWidth);
    };
    window.addEventListener('resize', onResize);
    if (clean) window.removeEventListener('resize', onResize);
    memoryMonitor.watch(onResize, 'resize of the chart', 'listener');
  },
});
