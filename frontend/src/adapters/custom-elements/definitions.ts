import type { Natives, PageWindow } from '../../platform/natives.ts';
import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';

/** What the browser calls of an element that comes into the document, and of one whose observed attribute changes. */
export type CallbackName = 'connectedCallback' | 'attributeChangedCallback';
const callbackNames: readonly CallbackName[] = ['connectedCallback', 'attributeChangedCallback'];

export interface Definition {
  readonly component: Component;
  /** Lit's elements render in an update of their own, after their callbacks. */
  readonly hasUpdates: boolean;
}

/** What is told while somebody listens. */
export interface DefinitionsListener {
  defined(definition: Definition): void;
  /** A class from which elements inherit Lit's `performUpdate`. */
  updater(prototype: object): void;
  /** Does `call`, the page's own callback, and answers what it answers. */
  callback(element: object, definition: Definition, name: CallbackName, call: () => unknown): unknown;
}

type Method = (this: object, ...args: unknown[]) => unknown;

/**
 * Looks on while the page defines custom elements. The browser takes the callbacks out of a class once, when it is defined: for just that
 * moment the class has ours, which call the page's, and then it is as it was. While nobody listens ours do nothing more.
 */
export class Definitions {
  listener: DefinitionsListener | null = null;
  readonly #Weak: WeakRefConstructor | undefined;
  readonly #byConstructor = new WeakMap<object, Definition>();
  #first: Definition | null = null;
  readonly #updaters: WeakRef<object>[] = [];
  readonly #knownUpdaters = new WeakSet<object>();

  constructor({ CustomElementRegistry }: Partial<PageWindow>, { WeakRef: Weak }: Natives) {
    this.#Weak = Weak;
    const registry = CustomElementRegistry?.prototype;
    const define = registry?.define;
    if (!registry || typeof define !== 'function') return;
    const self = this;
    registry.define = function (this: CustomElementRegistry, name, type, ...rest) {
      const finish = self.#prepare(name, type);
      let defined = false;
      try {
        Reflect.apply(define, this, [name, type, ...rest]);
        defined = true;
      } finally {
        finish(defined);
      }
    };
  }

  of(element: object): Definition | undefined {
    return this.#byConstructor.get(element.constructor);
  }

  /** Tells `listener` what was defined so far, and of all that is to come. */
  listen(listener: DefinitionsListener): void {
    this.listener = listener;
    if (this.#first) listener.defined(this.#first);
    for (const updater of this.#updaters) {
      const prototype = updater.deref();
      if (prototype) listener.updater(prototype);
    }
  }

  /** Answers what gives the class its own callbacks back. Whatever the class looks like, the page's definition goes on. */
  #prepare(name: unknown, type: unknown): (defined: boolean) => void {
    const undo: (() => void)[] = [];
    let fresh = false;
    try {
      const prototype: unknown = typeof type === 'function' ? type.prototype : null;
      if (prototype instanceof Object && !this.#byConstructor.has(type as object)) {
        const updater = ownerOf(prototype, 'performUpdate');
        const definition = { component: { name: cut(name, '(unnamed)') }, hasUpdates: updater !== null };
        this.#byConstructor.set(type as object, definition);
        fresh = true;
        for (const callback of callbackNames) undo.push(this.#wrap(prototype, callback, definition));
        this.#first ??= definition;
        this.listener?.defined(definition);
        if (updater) this.#rememberUpdater(updater);
      }
    } catch {
      // A class that cannot be looked into is not timed.
    }
    return (defined) => {
      for (const restore of undo) restore();
      if (fresh && !defined) this.#byConstructor.delete(type as object);
    };
  }

  #wrap(prototype: object, name: CallbackName, definition: Definition): () => void {
    const callback: unknown = Reflect.get(prototype, name);
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof callback !== 'function') return () => {};
    const self = this;
    const wrapper: Method = function (...args) {
      const call = () => Reflect.apply(callback, this, args);
      return self.listener ? self.listener.callback(this, definition, name, call) : call();
    };
    const placed = { configurable: true, enumerable: false, writable: true, ...own, value: wrapper };
    if (own?.get || !Reflect.defineProperty(prototype, name, placed)) return () => {};
    return () => {
      if (own) Reflect.defineProperty(prototype, name, own);
      else Reflect.deleteProperty(prototype, name);
    };
  }

  #rememberUpdater(prototype: object): void {
    if (this.#knownUpdaters.has(prototype) || !this.#Weak) return;
    this.#knownUpdaters.add(prototype);
    this.#updaters.push(new this.#Weak(prototype));
    this.listener?.updater(prototype);
  }
}

/** The object on the prototype chain that has the method `name` itself; null for none. */
function ownerOf(prototype: object, name: string): object | null {
  for (let object: object | null = prototype; object; object = Object.getPrototypeOf(object))
    if (typeof Object.getOwnPropertyDescriptor(object, name)?.value === 'function') return object;
  return null;
}
