import { expect, it } from 'vitest';
import { customElementsAdapter } from '../../../frontend/src/adapters/custom-elements/custom-elements.adapter.ts';
import { RenderLog } from '../../../frontend/src/renders/render-log.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

function open() {
  const window = openWindow();
  const clock = new HandClock();
  const natives = clock.natives();
  const rows = new Rows();
  const environment = environmentOf(window, natives);
  const settings = () => ({ heapInterval: 500, slowRender: 16 });
  const log = new RenderLog({ natives, emit: rows.emit, settings, guard: environment.guard });
  const adapter = customElementsAdapter.install(window, natives);
  const start = () => adapter.start({ environment, log, emit: rows.emit, settings });
  return { window, clock, rows, log, start };
}

const methodsOf = (type: { prototype: object }) => Object.getOwnPropertyDescriptors(type.prototype);

it('leaves the class as it was, and the page with what it throws', () => {
  const { window, clock, rows, log, start } = open();
  class Base extends window.HTMLElement {
    connectedCallback() {
      clock.advance(30);
    }
  }
  class Failing extends Base {
    static observedAttributes = ['state'];
    attributeChangedCallback(name: string) {
      clock.advance(2);
      throw new Error(`no ${name}`);
    }
  }
  const before = [methodsOf(Base), methodsOf(Failing)];
  window.customElements.define('shop-failing', Failing);
  expect([methodsOf(Base), methodsOf(Failing)]).toEqual(before);
  expect(() => window.customElements.define('shop-failing', Base)).toThrow(/already/);
  window.customElements.define('shop-base', Base);
  expect(() => window.customElements.define('shop-none', 5 as never)).toThrow(TypeError);

  const stop = start();
  const failures: string[] = [];
  window.addEventListener('error', (event) => {
    event.preventDefault();
    failures.push(event.message);
  });
  const element = window.document.body.appendChild(window.document.createElement('shop-failing'));
  element.setAttribute('state', 'open');
  expect(failures.join()).toContain('no state');
  log.flush();
  expect(rows.of('renders')).toMatchObject([{ component: 'shop-failing', count: 2, mounts: 1, slow: 1, total: 32 }]);
  expect(rows.of('slowRenders')).toMatchObject([{ component: 'shop-failing', duration: 30, phase: 'mount' }]);
  stop();
  element.remove();
  window.document.body.append(element);
  log.flush();
  expect(rows.of('renders')).toHaveLength(1);
});

it("gives a Lit update the time of the callbacks before it, and Lit's method back", () => {
  const { window, clock, rows, log, start } = open();
  class Reactive extends window.HTMLElement {
    isUpdatePending = true;
    hasUpdated = false;
    connectedCallback() {
      clock.advance(3);
    }
    performUpdate() {
      if (!this.isUpdatePending) return;
      clock.advance(15);
      this.isUpdatePending = false;
      this.hasUpdated = true;
    }
  }
  class Card extends Reactive {}
  const own = methodsOf(Reactive).performUpdate;
  window.customElements.define('shop-card', Card);
  const stop = start();
  const card = window.document.body.appendChild(window.document.createElement('shop-card')) as Card;
  card.performUpdate();
  card.performUpdate();
  log.flush();
  expect(rows.of('renders')).toMatchObject([{ component: 'shop-card', count: 1, mounts: 1, total: 18, self: 18 }]);
  expect(rows.of('capabilities').map(({ name }) => name)).toEqual(['custom elements', 'lit']);
  stop();
  expect(methodsOf(Reactive).performUpdate).toEqual(own);
});
