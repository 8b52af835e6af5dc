/** The two switches of the demo, for its buttons and for scripts. */
export interface Switches {
  readonly leak: boolean;
  readonly slow: boolean;
}

let state: Switches = { leak: false, slow: false };
const listeners = new Set<() => void>();

export function getSwitches(): Switches {
  return state;
}

export function onSwitch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setSwitches(change: Partial<Switches>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

declare global {
  interface Window {
    /** Switches the demo's faults on and off from a script or the console. */
    demo: { leak(on: boolean): void; slow(on: boolean): void };
  }
}

window.demo = {
  leak: (on) => setSwitches({ leak: on }),
  slow: (on) => setSwitches({ slow: on }),
};
