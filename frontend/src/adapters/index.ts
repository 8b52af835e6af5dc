import type { FrameworkAdapter } from './adapter.ts';
import { angularAdapter } from './angular/angular.adapter.ts';
import { customElementsAdapter } from './custom-elements/custom-elements.adapter.ts';
import { detectedAdapter } from './detected/detected.adapter.ts';
import { preactAdapter } from './preact/preact.adapter.ts';
import { reactAdapter } from './react/react.adapter.ts';
import { vueAdapter } from './vue/vue.adapter.ts';

/** Every framework that is looked for, in the order in which the hooks are put in place. */
export const adapters: readonly FrameworkAdapter[] = [
  reactAdapter,
  preactAdapter,
  vueAdapter,
  angularAdapter,
  customElementsAdapter,
  detectedAdapter,
];
